"""The container files and systemd units, read as their programs would read them.

No image is built here: with HUIYIN_OPERATIONS=all the image's own steps are done in a folder of
its own instead, with a virtual environment for the image's Python.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.config import Config, load

ROOT = Path(__file__).parents[2]
HERE = ROOT / "docs" / "operations"
ON_REQUEST = pytest.mark.skipif(
    os.environ.get("HUIYIN_OPERATIONS") != "all", reason="installs everything: minutes"
)


UNITS = sorted([*HERE.glob("*.service"), *HERE.glob("*.timer")])


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their words, continued lines joined."""
    text = (HERE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def said(name: str) -> list[str]:
    return [words for one, words in instructions() if one == name]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_the_image_installs_only_what_is_locked_and_runs_as_nobody() -> None:
    [base] = said("FROM")
    names = [name for name, _words in instructions()]
    installs = [words for words in said("RUN") if "pip install" in words]

    assert re.fullmatch(r"python:3\.\d+-slim(@sha256:\w{64})?", base)
    assert "--require-hashes" in installs[0]
    assert all("--no-deps" in words and "--no-cache-dir" in words for words in installs)
    assert said("USER") == ["10001"]
    assert names.index("USER") > max(n for n, name in enumerate(names) if name == "RUN")
    assert {"HEALTHCHECK", "ENTRYPOINT", "CMD"} <= set(names)
    assert not {"ADD", "EXPOSE", "ARG"} & set(names)
    assert not re.search(r"sudo|curl|wget|apt-get|chmod 777|:latest", " ".join(said("RUN")) + base)


def test_the_image_starts_a_command_that_is_there() -> None:
    [entry], [command] = said("ENTRYPOINT"), said("CMD")

    words = [*json.loads(entry), *json.loads(command)]

    assert words == ["huiyin", "--config", "/etc/huiyin/config.toml", "run"]


def commands() -> list[str]:
    """Return every call of the program that the files make, without the path before it."""
    services = compose()["services"]
    called = [" ".join(one["command"]) for one in services.values() if "command" in one]
    called = [one if "huiyin" in one else f"huiyin {one}" for one in called]
    texts = [path.read_text(encoding="utf-8") for path in (*UNITS, HERE / "compose.yaml")]
    texts.append((ROOT / "docs" / "production.md").read_text(encoding="utf-8"))
    for text in texts:
        called += re.findall(r"^ExecStart=\S+/(huiyin .+)$", text, re.MULTILINE)
        called += re.findall(r"^(huiyin (?:--config|keys) .+)$", text, re.MULTILINE)
        called += re.findall(r"compose exec \w+ (huiyin [^`\n]+)", text)
        once = re.findall(r"compose run --rm bot ([^`\n]+)", text)
        called += [f"huiyin {one}" for one in once]
    return [one.partition("huiyin ")[2].partition("#")[0].strip("; ") for one in called]


@pytest.mark.parametrize("command", sorted({one.split("; done")[0] for one in commands()}))
def test_each_call_of_the_program_is_one_it_understands(command: str) -> None:
    words = shlex.split(command)
    at: Any = get_command(app)

    while words and hasattr(at, "commands"):
        word = words.pop(0)
        if word == "--config":
            words.pop(0)
        else:
            at = at.get_command(None, word)
            assert at is not None, word

    options = {each for one in at.params for each in one.opts}
    given = [one for one in words if one.startswith("-")]
    values = [one for one in words if not one.startswith("-")]
    assert set(given) <= options
    assert not values or any(one.param_type_name == "argument" for one in at.params) or given


NGINX = re.findall(
    r"```nginx\n(.*?)```", (ROOT / "docs" / "production.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx here")
@pytest.mark.parametrize("block", NGINX)
def test_nginx_finds_nothing_wrong_with_what_the_manual_gives_it(
    block: str, tmp_path: Path
) -> None:
    bare = block.replace("listen 443 ssl;", "")  # it would ask for the certificate
    server = bare if "server {" in bare else f"server {{\n{bare}}}\n"
    server = server.replace("server {", "server { listen 9443;", 1)
    folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{one}_temp_path {tmp_path}/{one};\n" for one in folders)
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{kept}{server}}}\n",
        encoding="utf-8",
    )

    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(config)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    assert "test is successful" in run.stderr, run.stderr


def test_nothing_secret_gets_into_the_image() -> None:
    left_out = (HERE / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert {".git", ".venv", "config.toml", "*.keys", "*.db", "*.backup", ".env"} <= set(left_out)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = packages["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert not set(needed) & set(left_out)  # what the program is made of goes in


def test_every_setting_the_compose_file_speaks_of_is_one(tmp_path: Path) -> None:
    text = (HERE / "compose.yaml").read_text(encoding="utf-8")
    lines = re.findall(r"^#   \[(\w+)\] (\w+ = .+)$", text, re.MULTILINE)
    config = tmp_path / "config.toml"
    config.write_text(
        "\n".join(f"[{section}]\n" + each.replace('", ', '"\n') for section, each in lines),
        encoding="utf-8",
    )

    read = load(config)

    assert len(lines) >= 4
    assert read.http.listen == "0.0.0.0:8080"
    assert read.telegram.webhook_listen == "0.0.0.0:8443"
    assert str(read.privacy.keys_file) == "/run/secrets/keys"


def test_what_the_compose_file_mounts_is_declared_and_used() -> None:
    read = compose()
    bots = [read["services"][name] for name in ("bot", "backup")]

    assert set(read["volumes"]) == {"data", "backups"}
    for one in bots:
        assert {each["source"] for each in one["configs"]} <= set(read["configs"])
        assert set(one["secrets"]) <= set(read["secrets"])
        assert one["depends_on"].keys() <= set(read["services"])
        assert (one["read_only"], one["user"], one["cap_drop"]) == (True, "10001:10001", ["ALL"])
        assert (ROOT / one["build"]["dockerfile"]).exists()
        assert (HERE / one["build"]["context"]).resolve() == ROOT
        assert one["configs"][0]["target"] == "/etc/huiyin/config.toml"
    written = {each.partition(":")[2] for each in read["services"]["backup"]["volumes"]}
    made = " ".join(said("RUN"))
    assert all(folder in made for folder in written)  # and belongs to the user of the image


def test_every_variable_of_the_environment_is_one_that_somebody_reads() -> None:
    text = (HERE / "compose.yaml").read_text(encoding="utf-8")
    sections = {f"HUIYIN_{name.upper()}" for name in Config.model_fields}

    for name in set(re.findall(r"\$\{(\w+)", text)) | set(re.findall(r"\b(HUIYIN_\w+)", text)):
        assert name == "POSTGRES_PASSWORD" or name.partition("__")[0] in sections
    image = set(re.findall(r"(\w+)=", " ".join(said("ENV"))))
    assert image == {"PYTHONUNBUFFERED", "HOME", "MPLCONFIGDIR"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit: Path, tmp_path: Path) -> None:
    for each in UNITS:  # a timer looks for its service beside it
        text = each.read_text(encoding="utf-8").replace(
            "/opt/huiyin/.venv/bin/huiyin", shutil.which("true") or "/bin/true"
        )
        (tmp_path / each.name).write_text(text, encoding="utf-8")

    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_names_the_paths_of_the_manual(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    manual = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")

    assert f"operations/{unit.name}" in manual
    for path in re.findall(r"/(?:opt|etc|var)/[\w./-]*huiyin[\w.-]*", text):
        assert path in manual or path.startswith("/etc/systemd/system/")


@ON_REQUEST
def test_the_steps_of_the_image_work_in_a_folder_of_their_own(tmp_path: Path) -> None:
    """What RUN, ENTRYPOINT and HEALTHCHECK say is done, but for the base image and its user."""
    tree, venv = tmp_path / "opt", tmp_path / "venv"
    _copy(tree)
    python = sys.executable
    subprocess.run([python, "-m", "venv", str(venv)], check=True)  # noqa: S603
    path = f"{venv}/bin:{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(tmp_path)}
    for step in said("RUN"):
        if "useradd" not in step:
            run = shlex.split(step)
            subprocess.run(run, cwd=tree, env=environment, check=True, timeout=900)  # noqa: S603

    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    entry = [*json.loads(said("ENTRYPOINT")[0])]
    entry[entry.index("/etc/huiyin/config.toml")] = str(tmp_path / "config.toml")
    for command in (["db", "upgrade"], ["db", "check"], ["--help"]):
        subprocess.run([*entry, *command], cwd=tmp_path, env=environment, check=True)  # noqa: S603
    started = subprocess.run(  # noqa: S603
        [*entry, *json.loads(said("CMD")[0])],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "[telegram] token" in started.stderr  # it came as far as its configuration
    check = re.sub(r"^.*?CMD ", "", said("HEALTHCHECK")[0])
    ill = subprocess.run(json.loads(check), env=environment, capture_output=True, check=False)  # noqa: S603
    assert ill.returncode == 1  # nobody answers: the check can fail


def _copy(tree: Path) -> None:
    """Do what COPY does: everything that the ignore file does not leave out."""
    left_out = (HERE / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    ignore = shutil.ignore_patterns("__pycache__", *(each.rpartition("/")[2] for each in left_out))
    shutil.copytree(ROOT, tree, ignore=ignore)
