"""``python -m deploy.release``: build the version of this checkout into ``build/release/<version>/``."""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from deploy.release.checks import Refused, check_changelog, check_commit, version_of
from deploy.release.files import export, pack, reproducible_sbom, unpack, write_checksums
from deploy.release.image import build_image, context_files
from deploy.release.library import CONSTRAINTS, build_wheel, check_wheel, install, sbom

ROOT = Path(__file__).resolve().parents[2]


def release(version: str, commit: str, scratch: Path, target: Path, cyclonedx: str) -> str:
    """Build ``commit`` into ``target``, which is replaced when all is built; return a sentence on the image.

    Raises:
        Refused: a part could not be built or did not work.
    """
    source, made, context = scratch / "source", scratch / "made", scratch / "context"
    for folder in (source, made, context):
        folder.mkdir()
    moment = export(ROOT, commit, source, version)

    _say("The library")
    wheel = build_wheel(source, made, moment)
    python = install(wheel, source, scratch / "environment")
    check_wheel(python, scratch, version)
    sbom(python, made / f"vn30-library-{version}.cdx.json", cyclonedx)
    shutil.copy(source / CONSTRAINTS, made / "constraints.txt")

    _say("The app")
    image = f"vn30-image-{version}.tar.gz"
    pack(made / image, source, context_files(source), moment)
    with tarfile.open(made / image) as files:
        unpack(files, context)
    # From the context of the image, which thereby is known to be complete.
    pages = _build_app(context / "frontend")
    pack(made / f"vn30-app-{version}.tar.gz", pages, (p for p in pages.rglob("*") if p.is_file()), moment)
    for part, name in (("python", "image"), ("app", "app")):
        shutil.copy(ROOT / "build" / f"sbom-{part}.cdx.json", made / f"vn30-{name}-{version}.cdx.json")
    for path in made.glob("*.cdx.json"):
        reproducible_sbom(path, moment)
    # Of `make recording`, which needs a demo that is up.
    recording = ROOT / "build" / "recording" / "demo.webm"
    if recording.is_file():
        shutil.copy(recording, made / f"vn30-demo-{version}.webm")
    write_checksums(made)

    _say("The image")
    shutil.rmtree(pages)
    result = build_image(context, image, version)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(made, target)
    return result


def _build_app(frontend: Path) -> Path:
    """Build the app, and return the folder of its files."""
    modules = frontend / "node_modules"
    modules.symlink_to(ROOT / "frontend" / "node_modules")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    words = ["npm", "--prefix", str(frontend), "--silent", "run", "build"]
    done = subprocess.run(  # noqa: S603
        words, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    modules.unlink()
    if done.returncode:
        raise Refused(f"The app could not be built:\n{(done.stdout + done.stderr)[-3000:]}")
    return frontend / "dist"


def _say(part: str) -> None:
    print(f"{part} ...", flush=True)


def main() -> int:
    """Exit status 0, or 2 if the release is refused."""
    parser = argparse.ArgumentParser(prog="make release", description=__doc__)
    parser.add_argument("--version", help="the version that is meant; refused if the checkout has another")
    parser.add_argument("--cyclonedx", required=True, help="the version of cyclonedx-bom")
    arguments = parser.parse_args()
    try:
        version = version_of(ROOT)
        if arguments.version not in (None, version):
            raise Refused(
                f"This checkout is version {version}, not {arguments.version}. Change VERSION in "
                "include/vn30/version.py, frontend/package.json with its lock, and deploy/helm."
            )
        check_changelog(ROOT, version)
        commit = check_commit(ROOT, version)
        target = ROOT / "build" / "release" / version
        with tempfile.TemporaryDirectory(prefix="vn30-release-") as scratch:
            image = release(version, commit, Path(scratch), target, arguments.cyclonedx)
    except Refused as refusal:
        print(f"No release: {refusal}", file=sys.stderr)
        return 2
    print(f"{version}, of commit {commit[:9]}, is in {target.relative_to(ROOT)}:")
    for path in sorted(target.iterdir()):
        print(f"  {path.stat().st_size:>12,}  {path.name}")
    print(image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
