"""Scores of made-up captions by pycocoevalcap and of made-up answers by NLTK's WordNet: src/test/resources/train/*.json.

    pip install pycocoevalcap nltk==3.9.1
    python src/test/python/metrics_golden.py WORDNET_FOLDER     # a folder with WordNet 3.0's dict files
"""

import json
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge

resources = Path(__file__).parent.parent / "resources/train"
resources.mkdir(parents=True, exist_ok=True)
random.seed(4)

WORDS = "a two the red big old dog boat child hat on near under runs sits plays t-shirt black/white 3 park's water".split()


def sentence(shortest, longest):
    text = " ".join(random.choice(WORDS) for _ in range(random.randint(shortest, longest)))
    return text.capitalize() + random.choice([".", "", "!", " ."])


def mutated(text):
    words = text.split()
    for _ in range(random.randint(0, 4)):
        words[random.randrange(len(words))] = random.choice(WORDS)
    return " ".join(words[: random.randint(1, len(words))])


def normal(text):
    return " ".join(re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/]", " ", text.lower())).split())


cases = []
for i in range(40):
    references = [sentence(3, 12) for _ in range(random.randint(1, 5))]
    prediction = mutated(random.choice(references)) if i % 8 else random.choice(["", "Dog.", sentence(20, 25), "zebra"])
    cases.append({"id": str(i), "prediction": prediction, "references": references})
expected = {c["id"]: [normal(r) for r in c["references"]] for c in cases}
said = {c["id"]: [normal(c["prediction"])] for c in cases}
bleu, _ = Bleu(4).compute_score(expected, said, verbose=0)
cider, each_cider = Cider().compute_score(expected, said)
rouge, each_rouge = Rouge().compute_score(expected, said)
golden = {
    "cases": cases, "bleu": bleu, "cider": float(cider), "rouge": float(rouge),
    "eachCider": [float(x) for x in each_cider], "eachRouge": [float(x) for x in each_rouge],
}  # fmt: skip
(resources / "caption-scores.json").write_text(json.dumps(golden, indent=1) + "\n")

# ---- WUPS: Wu and Palmer's similarity of nouns, over NLTK's reading of the same WordNet files
import nltk.data  # noqa: E402
from nltk.corpus import wordnet  # noqa: E402

with tempfile.TemporaryDirectory() as folder:
    shutil.copytree(sys.argv[1], Path(folder) / "corpora/wordnet")
    nltk.data.path.insert(0, folder)
    wordnet.ensure_loaded()
    nouns = ["chair", "stool", "armchair", "table", "desk", "lamp", "red", "white", "dogs", "women", "mice", "picture",
             "garbage bin", "garbage_bin", "two", "box", "boxes", "wall", "floor", "person", "cat", "shelves", "leaves",
             "electrical outlet", "zzyzx"]  # fmt: skip
    pairs = []
    for a in nouns:
        for b in nouns:
            x, y = (wordnet.synsets(w.replace(" ", "_"), "n") for w in (a, b))
            best = max((s.wup_similarity(t) or 0 for s in x for t in y), default=0)
            pairs.append([a, b, len(x), len(y), best])
    # ---- whole answers: Malinowski and Fritz 2014, equation 5, and exact match of lists in order
    numbers = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()

    def listed(answer):
        parts = [normal(part.replace("_", " ")) for part in answer.split(",")]
        parts = [re.sub(r"^(a|an|the) ", "", part) for part in parts if part]
        return [numbers[int(part)] if part.isdigit() and int(part) < len(numbers) else part for part in parts]

    def membership(a, b, threshold):
        if a == b:
            return 1.0
        senses = [wordnet.synsets(w.replace(" ", "_"), pos=wordnet.NOUN) for w in (a, b)]
        wup = max((s.wup_similarity(t) or 0.0 for s in senses[0] for t in senses[1]), default=0.0)
        return wup if wup >= threshold else 0.1 * wup

    def wups(said, expected, threshold):
        def side(these, those):
            product = 1.0
            for a in these:
                product *= max((membership(a, b, threshold) for b in those), default=0.0)
            return product if these else 0.0

        return min(side(said, expected), side(expected, said))

    items = ["chair", "the stool", "Armchairs", "table", "desk.", "an electrical_outlet", "garbage_bin", "white", "red",
             "2", "two", "12", "t-shirt", "shelves", "a woman", "men", "zzyzx", "teddy bear", "bed", "pillow", "window",
             "black/white", "cabinet", "refrigerator", "oven"]  # fmt: skip
    answers = []
    for i in range(120):
        expected = [random.choice(items) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        said = [random.choice(items) if random.random() < 0.6 else item for item in expected]
        if i % 5 == 0:
            random.shuffle(said)
        if i % 7 == 0:
            said = said[:-1] or [""]
        if i % 11 == 0:
            said.append(random.choice(items))
        a, b = ", ".join(said), ",".join(expected)
        values = [float(listed(a) == listed(b)), wups(listed(a), listed(b), 0.0), wups(listed(a), listed(b), 0.9)]
        answers.append([a, b, *values])
(resources / "answer-scores.json").write_text("[\n" + ",\n".join(map(json.dumps, answers)) + "\n]\n")
(resources / "wordnet-similarity.json").write_text("[\n" + ",\n".join(map(json.dumps, pairs)) + "\n]\n")
print("BLEU", bleu, "CIDEr", cider, "ROUGE", rouge, "pairs", len(pairs))
