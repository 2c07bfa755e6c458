"""Scores after Hugging Face's own warpers and processors, as the sampler and the penalties must give them.

Writes src/test/resources/generate/sampling.json: for each setting the scores and the probabilities that are left.

    pip install torch==2.7.1 transformers==4.57.1
    python src/test/python/sampling_golden.py
"""

import json
from pathlib import Path

import torch
from transformers import (
    LogitsProcessorList,
    MinPLogitsWarper,
    NoRepeatNGramLogitsProcessor,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

torch.manual_seed(7)
VOCABULARY = 200
SETTINGS = [
    dict(temperature=1.0),
    dict(temperature=0.3),
    dict(temperature=2.5),
    dict(temperature=1.0, top_k=1),
    dict(temperature=0.7, top_k=20),
    dict(temperature=1.0, top_p=0.9),
    dict(temperature=0.7, top_p=0.5),
    dict(temperature=1.0, top_p=0.01),
    dict(temperature=1.0, min_p=0.05),
    dict(temperature=1.5, min_p=0.3),
    dict(temperature=1.5, top_k=50, top_p=0.95),
    dict(temperature=0.9, top_k=30, top_p=0.8, min_p=0.1),
    dict(temperature=1.2, top_p=0.99, min_p=0.001),
]


def warpers(temperature, top_k=0, top_p=1.0, min_p=0.0):
    """The warpers in the order in which generate() applies them."""
    chain = LogitsProcessorList([TemperatureLogitsWarper(temperature)])
    if top_k > 0:
        chain.append(TopKLogitsWarper(top_k))
    if top_p < 1:
        chain.append(TopPLogitsWarper(top_p))
    if min_p > 0:
        chain.append(MinPLogitsWarper(min_p))
    return chain


def draws():
    for spread in (1.0, 4.0):
        for setting in SETTINGS:
            scores = spread * torch.randn(1, VOCABULARY)
            left = warpers(**setting)(None, scores.clone()).softmax(-1)[0]
            kept = left.nonzero()[:, 0].tolist()
            yield dict(setting, scores=scores[0].tolist(), ids=kept, probabilities=left[kept].tolist())


def penalties():
    for penalty, ngram in ((1.2, 0), (0.7, 0), (1.0, 1), (1.0, 2), (1.0, 3), (1.5, 2)):
        for length in (1, 2, 9, 40):
            ids = torch.randint(0, 8, (1, length))
            scores = 2 * torch.randn(1, 12)
            chain = LogitsProcessorList()
            if penalty != 1:
                chain.append(RepetitionPenaltyLogitsProcessor(penalty))
            if ngram > 0:
                chain.append(NoRepeatNGramLogitsProcessor(ngram))
            left = [None if score == float("-inf") else score for score in chain(ids, scores.clone())[0].tolist()]
            yield dict(repetition=penalty, ngram=ngram, ids=ids[0].tolist(), scores=scores[0].tolist(), left=left)


golden = {"draws": list(draws()), "penalties": list(penalties())}
target = Path(__file__).parents[1] / "resources" / "generate" / "sampling.json"
target.write_text(json.dumps(json.loads(json.dumps(golden), parse_float=lambda x: float(f"{float(x):.9g}"))) + "\n")
print(len(golden["draws"]), "draws,", len(golden["penalties"]), "penalties:", target.stat().st_size, "bytes")
