# SPDX-License-Identifier: Apache-2.0
"""What the kits of other shapes ask, and of which pictures; the specials are those of the generator's public kit."""
from config_public import SPECIALS  # noqa: F401  the generator reads it from each variant

PROMPTS = [
    [("user", "Who is there?")],
    [("user", "Écris une légende : que voit-on ?\n\n  (2 lignes) 日本")],
    [("user", "How many dogs?"), ("assistant", "Two dogs."), ("user", "And cats? 12345")],
]
EXIF = (3, 8)
FULL = ["photo3.jpg", "wide.jpg", "photo4.jpg", "rgba.png", "rgb_progressive.jpg", "exif8.jpg"]
