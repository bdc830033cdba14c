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
    said_there = [" ".join(one["command"]) for one in services.values() if "command" in one]
    called = [
        line if "huiyin" in one else f"huiyin {line}"
        for one in said_there
        for line in one.splitlines()
        if "huiyin" in line or "huiyin" not in one
    ]
    texts = [path.read_text(encoding="utf-8") for path in (*UNITS, HERE / "compose.yaml")]
    texts.append((ROOT / "docs" / "production.md").read_text(encoding="utf-8"))
    for text in texts:
        called += re.findall(r"^ExecStart=\S+/(huiyin .+)$", text, re.MULTILINE)
        called += re.findall(r"^(huiyin (?:--config|keys) .+)$", text, re.MULTILINE)
        called += re.findall(r"compose run --rm (?:-e \S+ )?(huiyin [a-z][^`\n]+)", text)
    return [one.partition("huiyin ")[2].partition("#")[0].strip("; ") for one in called]


@pytest.mark.parametrize("command", sorted(set(commands())))
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


def ignored() -> list[str]:
    """Return the lines of the ignore file, which lies where every builder looks for it."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def packages() -> list[str]:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[str] = read["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return found


def test_nothing_gets_into_the_image_but_the_program() -> None:
    first, *rest = ignored()
    let_in = {line[1:] for line in rest if line.startswith("!")}

    assert first == "*"  # the token, the keys and the password lie beside the compose file
    assert let_in == {*packages(), "LICENSE", "README.md", "pyproject.toml", "requirements.lock"}
    assert {f"**/*.{one}" for one in ("keys", "db", "backup", "toml")} <= set(rest)
    assert not list(HERE.glob("*.dockerignore"))  # some builders would read it instead


def test_every_setting_of_the_compose_file_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in compose()["x-program"]["environment"].items():
        monkeypatch.setenv(name, value)

    read = load(None)

    assert read.http.listen == "0.0.0.0:8080"
    assert read.telegram.webhook_listen == "0.0.0.0:8443"
    assert str(read.privacy.keys_file) == "/keys/huiyin.keys"
    assert str(read.backups.folder) == "/backups"
    assert str(read.templates.folder) == "/files/templates"
    assert "@database/huiyin" in read.database.url.get_secret_value()


def programs() -> dict[str, Any]:
    """Return the services that are ours, by name."""
    found = compose()["services"]
    return {name: one for name, one in found.items() if name != "database"}


@pytest.mark.parametrize("name", sorted(programs()))
def test_a_service_of_ours_is_shut_in_and_finds_what_it_needs(name: str) -> None:
    one = programs()[name]
    mounts = {each["target"]: each for each in one["volumes"]}

    assert (one["read_only"], one["user"], one["cap_drop"]) == (True, "10001:10001", ["ALL"])
    assert one["depends_on"]["database"] == {"condition": "service_healthy"}
    assert (ROOT / one["build"]["dockerfile"]).exists()
    assert (HERE / one["build"]["context"]).resolve() == ROOT
    assert mounts["/etc/huiyin/config.toml"]["read_only"]
    assert all(each["bind"] == {"create_host_path": False} for each in mounts.values())
    # A mount of the file alone would go on showing the keys of before.
    assert mounts["/keys"]["source"] == "./keys"
    assert mounts["/keys"].get("read_only", False) == (name != "huiyin")


@pytest.mark.parametrize("name", sorted(programs()))
def test_only_who_serves_an_address_is_asked_whether_it_is_healthy(name: str) -> None:
    one = programs()[name]

    serves = one.get("command") == ["run"]

    assert ("healthcheck" not in one) == serves
    assert serves or one["healthcheck"] == {"disable": True}


def test_who_runs_without_words_for_programmers_finds_code_written_so() -> None:
    """Elsewhere nobody could write it, and each start would compile the whole program anew."""
    lean = {name for name, one in programs().items() if "PYTHONOPTIMIZE" in one["environment"]}
    units = {
        unit.name for unit in UNITS if "\nEnvironment=PYTHONOPTIMIZE=2\n" in unit.read_text("utf-8")
    }
    manual = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")

    assert lean == {"bot", "worker"}  # the others say --help
    assert units == {"huiyin.service", "huiyin-worker@.service"}
    assert sum("-OO" in words for words in said("RUN")) == 2
    installs = manual.count(".venv/bin/pip install --no-deps .\n")
    assert installs == manual.count(".venv/bin/python -OO -m compileall -q .venv/lib\n") == 2
    assert installs == manual.count('.venv/bin/python -OO -P -c "import bot.cli.running; ')
    assert "get_path('purelib')" in " ".join(said("RUN"))


def test_a_shell_that_waits_ends_when_it_is_told_to() -> None:
    [script] = [
        one["command"][0] for one in programs().values() if "sh" in str(one.get("entrypoint"))
    ]

    assert "trap 'exit 0' TERM" in script
    assert "& wait" in script  # a shell hears nothing while it waits for what is in front


def test_the_database_is_healthy_only_where_the_bots_reach_it() -> None:
    check = compose()["services"]["database"]["healthcheck"]["test"]

    assert check[check.index("-h") + 1] == "127.0.0.1"  # its first making answers on the socket


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
    let_in = [line[1:] for line in ignored() if line.startswith("!")]
    left_out = [line[3:] for line in ignored() if line.startswith("**/")]
    tree.mkdir()
    for name in let_in:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns(*left_out))
        else:
            shutil.copy(ROOT / name, tree / name)
