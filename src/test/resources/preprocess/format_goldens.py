"""Writes images/ and formats.json: small drawn pictures in many formats, and what other programs decode them to.
usage: python format_goldens.py DIR      (Pillow 13 with numpy; cjpeg of libjpeg-turbo; heif-enc and heif-convert of libheif)"""
import ctypes, io, json, os, struct, subprocess, sys, tempfile, zlib
import numpy as np
from PIL import Image, ImageDraw, ImageOps

out = sys.argv[1]
os.makedirs(f"{out}/images", exist_ok=True)
rng = np.random.default_rng(7)
golden = {}


def drawn(w, h, seed):
    """A gradient, a few shapes and a little noise: enough for every coder to have something to do."""
    r = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    a, b = r.uniform(30, 220, 3), r.uniform(30, 220, 3)
    t = (x / w * .6 + y / h * .4)[..., None]
    im = Image.fromarray(np.clip(a * (1 - t) + b * t, 0, 255).astype(np.uint8))
    d = ImageDraw.Draw(im)
    for _ in range(5):
        cx, cy, s = r.uniform(0, w), r.uniform(0, h), r.uniform(4, w / 3)
        d.ellipse((cx - s, cy - s, cx + s, cy + s), fill=tuple(int(v) for v in r.uniform(0, 255, 3)))
    return Image.fromarray(np.clip(np.asarray(im).astype(int) + r.normal(0, 3, (h, w, 3)), 0, 255).astype(np.uint8))


def put(name, data, truth=None, tolerance=0):
    """truth: an RGB picture; by default what Pillow makes of the file."""
    open(f"{out}/images/{name}", "wb").write(data)
    if truth is None:
        im = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        im.info.pop("transparency", None)
        truth = im.convert("RGB")
    px = np.asarray(truth)
    h, w = px.shape[:2]
    at = [(int(x), int(y)) for x, y in zip(rng.integers(0, w, 40), rng.integers(0, h, 40))] + [(0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1)]
    golden[name] = {"width": w, "height": h, "tolerance": tolerance, "pixels": [[x, y, *map(int, px[y, x])] for x, y in at]}


def save(im, fmt, **kw):
    b = io.BytesIO()
    im.save(b, fmt, **kw)
    return b.getvalue()


def run(command, data, suffix_in, suffix_out):
    with tempfile.TemporaryDirectory() as d:
        open(f"{d}/in{suffix_in}", "wb").write(data)
        subprocess.run([a.format(i=f"{d}/in{suffix_in}", o=f"{d}/out{suffix_out}") for a in command], check=True, capture_output=True)
        return open(f"{d}/out{suffix_out}", "rb").read()


def chunk(kind, data, crc=None):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc)


def png(w, h, bits, kind, raw, extra=b"", interlace=0):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, kind, 0, 0, interlace)) + extra + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def rows(array):
    array = array.astype(array.dtype.newbyteorder(">"))
    return b"".join(b"\0" + row.tobytes() for row in array.reshape(array.shape[0], -1))


a, b = drawn(61, 43, 1), drawn(48, 37, 2)
rgb = np.asarray(a)
grey = a.convert("L")
BAD_PROFILE = b"this is no colour profile" * 3

# JPEG
ppm = save(a, "PPM")
for name, options in {
    "jpeg-420": ["-quality", "90"], "jpeg-422": ["-sample", "2x1"], "jpeg-444": ["-sample", "1x1"], "jpeg-411": ["-sample", "4x1"],
    "jpeg-progressive": ["-progressive"], "jpeg-progressive-444": ["-progressive", "-sample", "1x1", "-quality", "95"], "jpeg-rgb": ["-rgb"],
    "jpeg-restart": ["-restart", "1"], "jpeg-progressive-restart": ["-progressive", "-restart", "2B"], "jpeg-grey": ["-grayscale"], "jpeg-optimised": ["-optimize"],
}.items():
    put(f"{name}.jpg", run(["cjpeg", *options, "-outfile", "{o}", "{i}"], ppm, ".ppm", ".jpg"), tolerance=0)
put("tall-baseline.jpg", save(drawn(96, 640, 3), "JPEG", quality=80))
put("jpeg-440.jpg", run(["cjpeg", "-sample", "1x2", "-outfile", "{o}", "{i}"], ppm, ".ppm", ".jpg"), tolerance=20)  # upsampled in another way by libjpeg-turbo
put("jpeg-cmyk.jpg", save(a.convert("CMYK"), "JPEG", quality=92))
turbo = ctypes.CDLL("libturbojpeg.so.0")
turbo.tjInitCompress.restype = ctypes.c_void_p
cmyk = (255 - np.asarray(a.convert("CMYK"))).tobytes()
buf, size = ctypes.c_void_p(), ctypes.c_ulong()
turbo.tjCompress2(ctypes.c_void_p(turbo.tjInitCompress()), cmyk, 61, 0, 43, 11, ctypes.byref(buf), ctypes.byref(size), 1, 90, 0)
put("jpeg-ycck.jpg", ctypes.string_at(buf, size.value), tolerance=2)
for o in range(1, 9):
    exif = Image.Exif(); exif[0x0112] = o
    put(f"jpeg-exif{o}.jpg", save(b, "JPEG", quality=85, exif=exif))
put("jpeg-bad-profile.jpg", save(a, "JPEG", icc_profile=BAD_PROFILE))
put("jpeg-trailer.jpg", save(a, "JPEG") + b"\0" * 7 + b"ftypmp42 and the film of a motion photo \xff\xd8\xff\xd9")

# PNG
for bits in (1, 2, 4, 8):
    put(f"png-palette{bits}.png", save(a.quantize(1 << bits), "PNG", bits=bits))
    g = np.asarray(grey) >> (8 - bits)
    packed = np.packbits(((g[..., None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8).reshape(43, -1), axis=1)
    put(f"png-grey{bits}.png", png(61, 43, bits, 0, rows(packed)))
put("png-grey16.png", png(61, 43, 16, 0, rows((np.asarray(grey).astype(">u2") << 8) + 77)), truth=grey.convert("RGB"))
put("png-rgb16.png", png(61, 43, 16, 2, rows((rgb.astype(">u2") << 8) + 200)), truth=a)
la16 = np.stack([(np.asarray(grey).astype(">u2") << 8) + 9, np.asarray(grey).astype(">u2")], -1)
put("png-la16.png", png(61, 43, 16, 4, rows(la16)), truth=grey.convert("RGB"))
rgba = np.dstack([rgb, np.asarray(grey)])
put("png-rgba.png", png(61, 43, 8, 6, rows(rgba)), truth=a)
put("png-rgba16.png", png(61, 43, 16, 6, rows((rgba.astype(">u2") << 8) + 1)), truth=a)
put("png-trns.png", png(61, 43, 8, 2, rows(rgb), extra=chunk(b"tRNS", struct.pack(">HHH", *rgb[3, 3]))), truth=a)
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
put("png-interlaced.png", png(61, 43, 8, 2, b"".join(rows(np.ascontiguousarray(rgb[y::dy, x::dx])) for x, y, dx, dy in passes), interlace=1))
put("png-interlaced16.png", png(61, 43, 16, 2, b"".join(rows(np.ascontiguousarray((rgb.astype(">u2") << 8)[y::dy, x::dx])) for x, y, dx, dy in passes), interlace=1), truth=a)
put("png-bad-profile.png", png(61, 43, 8, 2, rows(rgb), extra=chunk(b"iCCP", b"x\0\0" + BAD_PROFILE)), truth=a)
put("png-bad-texts.png", png(61, 43, 8, 2, rows(rgb), extra=chunk(b"zTXt", b"\xff\xfe no text") + chunk(b"tIME", b"?") + chunk(b"gAMA", b"", crc=1)), truth=a)
exif = Image.Exif(); exif[0x0112] = 8
put("png-exif8.png", save(b, "PNG", exif=exif))

# WebP
put("webp-lossy.webp", save(a, "WEBP", quality=70), tolerance=0)
put("webp-lossless.webp", save(a, "WEBP", lossless=True))
put("webp-alpha-lossy.webp", save(Image.fromarray(rgba, "RGBA"), "WEBP", quality=80, exact=True))
put("webp-alpha-lossless.webp", save(Image.fromarray(rgba, "RGBA"), "WEBP", lossless=True, exact=True), truth=a)
put("webp-exif6.webp", save(b, "WEBP", lossless=True, exif=(lambda e: (e.__setitem__(0x0112, 6), e)[1])(Image.Exif())))
put("webp-bad-profile.webp", save(a, "WEBP", lossless=True, icc_profile=BAD_PROFILE))
put("webp-animated.webp", save(a, "WEBP", lossless=True, save_all=True, append_images=[drawn(61, 43, 5)], duration=50), truth=a)

# GIF
put("gif-interlaced.gif", save(a.quantize(200), "GIF", interlace=1))
put("gif-plain.gif", save(a.quantize(8), "GIF", interlace=0))
put("gif-bilevel.gif", save(a.convert("1"), "GIF"))
put("gif-transparent.gif", save(a.quantize(16), "GIF", transparency=3))
whole = bytearray(save(a.quantize(16), "GIF", interlace=0)); whole[6:10] = struct.pack("<HH", 80, 60)
i = whole.index(b",\0\0\0\0", 13 + 3 * 16); whole[i + 1:i + 5] = struct.pack("<HH", 11, 9)
put("gif-small-frame.gif", bytes(whole))
put("gif-animated.gif", save(a.quantize(32), "GIF", save_all=True, append_images=[b.resize(a.size).quantize(32)]))

# BMP
for name, im in {"bmp-1": a.convert("1"), "bmp-8": a.quantize(100), "bmp-grey": grey, "bmp-24": a, "bmp-32": a.convert("RGBA")}.items():
    put(f"{name}.bmp", save(im, "BMP"), truth=im.convert("RGB"))
flipped = bytearray(save(a, "BMP")); flipped[22:26] = struct.pack("<i", -43)
put("bmp-top-down.bmp", bytes(flipped))

# TIFF
for name, im, kw in [
    ("tiff-raw", a, {}), ("tiff-lzw", a, {"compression": "tiff_lzw"}), ("tiff-deflate", a, {"compression": "tiff_adobe_deflate"}), ("tiff-packbits", a, {"compression": "packbits"}),
    ("tiff-predictor", a, {"compression": "tiff_lzw", "tiffinfo": {317: 2}}), ("tiff-grey", grey, {"compression": "tiff_lzw"}), ("tiff-palette", a.quantize(60), {}),
    ("tiff-fax", a.convert("1"), {"compression": "group4"}), ("tiff-bilevel", a.convert("1"), {}), ("tiff-rgba", Image.fromarray(rgba, "RGBA"), {}),
    ("tiff-cmyk", a.convert("CMYK"), {}), ("tiff-cmyk-lzw", a.convert("CMYK"), {"compression": "tiff_lzw"}), ("tiff-bad-profile", a, {"icc_profile": BAD_PROFILE}), ("tiff-orientation6", b, {"tiffinfo": {274: 6}}),
    ("tiff-strips", a, {"compression": "tiff_lzw", "tiffinfo": {278: 7}}),
]:
    data = save(im, "TIFF", **kw)
    put(f"{name}.tiff", data, truth=a if name == "tiff-rgba" else None)
put("tiff-jpeg.tiff", save(a, "TIFF", compression="jpeg", quality=90), tolerance=4)
put("tiff-grey16.tiff", save(Image.fromarray((np.asarray(grey).astype(np.uint16) << 8) + 5), "TIFF"), truth=grey.convert("RGB"))
put("tiff-pages.tiff", save(a, "TIFF", save_all=True, append_images=[b]), truth=a)

# HEIC and AVIF: truth by libheif's own program
for name, options in {"heic": ["-q", "60"], "heic-lossless": ["-L"], "avif": ["-A", "-q", "60"]}.items():
    kind = ".avif" if "-A" in options else ".heic"
    data = run(["heif-enc", *options, "{i}", "-o", "{o}"], save(a, "PNG"), ".png", kind)
    put(name + kind, data, truth=Image.open(io.BytesIO(run(["heif-convert", "{i}", "{o}"], data, kind, ".png"))).convert("RGB"))
exif = Image.Exif(); exif[0x0112] = 6
data = run(["heif-enc", "-q", "90", "{i}", "-o", "{o}"], save(b, "JPEG", quality=95, exif=exif), ".jpg", ".heic")
put("heic-exif6.heic", data, truth=Image.open(io.BytesIO(run(["heif-convert", "{i}", "{o}"], data, ".heic", ".png"))).convert("RGB"))

json.dump(golden, open(f"{out}/formats.json", "w"), separators=(",", ":"))
print(len(golden), "files")
