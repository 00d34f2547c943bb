"""Bills of materials: what each thing that we publish is made of, in CycloneDX.

`python bill.py FOLDER` writes one for each, the same bytes for the same commit, and `python bill.py FOLDER --check` compares
what stands there with the lockfiles and with CycloneDX's schema; with `--again` each is made again too, and must be the same.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[2]
CARGO = os.environ.get("CARGO", "cargo")


@dataclass(frozen=True)
class Product:
    """Something that is published, and how cargo builds it."""

    name: str
    workspace: str
    package: str
    features: tuple[str, ...] = ()
    kind: ComponentType = ComponentType.LIBRARY

    @property
    def file(self) -> str:
        return f"{self.name}.cdx.json"

    @property
    def lock(self) -> Path:
        return ROOT / self.workspace / "Cargo.lock"


PRODUCTS = (
    # With everything that can be switched on: a program takes that or less.
    Product("spotify-sdk", ".", "spotify-sdk", ("--all-features",)),
    Product("spotify-sandbox", ".", "spotify-sandbox"),
    Product("spotify-sdk-cli", ".", "spotify-sdk-cli", kind=ComponentType.APPLICATION),
    Product("python", "python", "spotify-sdk-python"),
)


@dataclass
class Crate:
    """A crate as `cargo tree` shows it."""

    name: str
    version: str
    licence: str
    needs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.version


def cargo(product: Product, *arguments: str) -> str:
    command = [CARGO, *arguments, "--locked", "--manifest-path", str(ROOT / product.workspace / "Cargo.toml")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def tree(product: Product, kinds: str) -> dict[tuple[str, str], Crate]:
    """The crates that a product is built of, on all systems, the product itself first."""
    options = ("--package", product.package, *product.features, "--target", "all", "--edges", kinds)
    lines = cargo(product, "tree", *options, "--prefix", "depth", "--format", "\t{p}\t{l}").splitlines()
    crates: dict[tuple[str, str], Crate] = {}
    above: list[Crate] = []
    for line in filter(None, lines):
        depth, package, licence = line.split("\t")
        name, version = package.split()[:2]
        # What was shown before carries a mark and shows its own dependencies no more.
        licence = licence.removesuffix(" (*)")
        crate = crates.setdefault((name, version[1:]), Crate(name, version[1:], licence))
        del above[int(depth) :]
        if above:
            above[-1].needs.add(crate.key)
        above.append(crate)
    return crates


def checksums(lock: Path) -> dict[tuple[str, str], str]:
    """The checksums of a lockfile, those of the crates here being empty."""
    entries = lock.read_text(encoding="utf-8").split("[[package]]")[1:]
    found = {}
    for entry in entries:
        values = dict(re.findall(r'^(name|version|checksum) = "(.*)"$', entry, re.MULTILINE))
        found[values["name"], values["version"]] = values.get("checksum", "")
    return found


def component(crate: Crate, scope: ComponentScope | None, checksum: str, kind: ComponentType = ComponentType.LIBRARY) -> Component:
    url = PackageURL("cargo", name=crate.name, version=crate.version)
    # Older crates write `MIT/Apache-2.0`.
    licences = [LicenseExpression(crate.licence.replace("/", " OR "))] if crate.licence else []
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=checksum)] if checksum else []
    return Component(
        name=crate.name, version=crate.version, type=kind, scope=scope, purl=url, bom_ref=str(url), licenses=licences, hashes=hashes
    )


def bill(product: Product, moment: datetime) -> str:
    known = checksums(product.lock)
    runs = tree(product, "normal")
    everything = tree(product, "normal,build")
    root = next(iter(everything.values()))
    components = {root.key: component(root, None, "", product.kind)}
    for key, crate in everything.items():
        # What only builds other crates is not in what we publish.
        scope = ComponentScope.REQUIRED if key in runs else ComponentScope.EXCLUDED
        components.setdefault(key, component(crate, scope, known[key]))
    content = "\n".join([product.name, *(f"{name} {version} {known[name, version]}" for name, version in sorted(components))])
    bom = Bom(
        components=[part for key, part in components.items() if key != root.key],
        serial_number=uuid5(NAMESPACE_URL, content),
        metadata=BomMetaData(component=components[root.key], timestamp=moment),
    )
    for key, crate in everything.items():
        bom.register_dependency(components[key], [components[needed] for needed in sorted(crate.needs)])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def moment() -> datetime:
    """That of the commit, or what SOURCE_DATE_EPOCH says: a bill made again is the same."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        seconds = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return datetime.fromtimestamp(int(seconds), timezone.utc)


def around(product: Product) -> dict[tuple[str, str], set[str]]:
    """What cargo says by another way: the packages of the workspace's graph, and the names of those that each can't do without.

    Whose workspace is its own (`python/`) also can't do without what its features switch on. In the other one all members' features are
    cargo's answer, those that the tests need among them.
    """
    metadata = json.loads(cargo(product, "metadata", "--format-version", "1", *product.features))
    features = {node["id"]: set(node["features"]) for node in metadata["resolve"]["nodes"]}
    alone = product.workspace != "."
    graph = {}
    for package in metadata["packages"]:
        # `dep:x` and `x/feature` bring x along, `x?/feature` does not.
        settings = {setting for name in features[package["id"]] for setting in package["features"].get(name, ())}
        wanted = {setting.removeprefix("dep:").split("/")[0] for setting in settings}
        graph[package["name"], package["version"]] = {
            needed["name"]
            for needed in package["dependencies"]
            if needed["kind"] in (None, "build") and (not needed["optional"] or (alone and (needed["rename"] or needed["name"]) in wanted))
        }
    return graph


def faults(product: Product, text: str) -> list[str]:
    """What is wrong with a bill."""
    found = []
    trouble = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if trouble is not None:
        return [f"not CycloneDX 1.6: {trouble}"]
    read = json.loads(text)
    parts = [read["metadata"]["component"], *read["components"]]
    listed = {(part["name"], part["version"]) for part in parts}
    locked = checksums(product.lock)
    graph = around(product)
    names = {name for name, _ in listed}
    for key in sorted(listed):
        if key not in graph:
            found.append(f"{key} is not in what is built")
        found += [f"{key} needs {needed}, which is missing" for needed in sorted(graph.get(key, set()) - names)]
    for part in parts:
        key = part["name"], part["version"]
        hashes = [entry["content"] for entry in part.get("hashes", ()) if entry["alg"] == "SHA-256"]
        if hashes != ([locked[key]] if locked.get(key) else []):
            found.append(f"{key} has another checksum than in the lockfile")
        if not part.get("licenses"):
            found.append(f"{key} has no licence")
        if part.get("purl") != f"pkg:cargo/{part['name']}@{part['version'].replace('+', '%2B')}":
            found.append(f"{key} has no package URL of its own: {part.get('purl')}")
    return found


def main() -> int:
    folder = Path(sys.argv[1])
    check, again = "--check" in sys.argv[2:], "--again" in sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for product in PRODUCTS:
        path = folder / product.file
        if not check:
            path.write_text(bill(product, moment()), encoding="utf-8", newline="\n")
            continue
        text = path.read_text(encoding="utf-8")
        troubles = faults(product, text)
        if again and bill(product, moment()) != text:
            troubles.append("made again, it is another")
        failed += bool(troubles)
        parts = json.loads(text)["components"]
        ships = sum(part["scope"] == "required" for part in parts)
        print(f"{product.name}: {len(parts)} crates with version, licence and checksum, {ships} of them at work, {len(troubles)} faults")
        print("".join(f"  {trouble}\n" for trouble in troubles), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
