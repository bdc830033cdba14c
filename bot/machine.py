"""What `huiyin doctor` looks at on the machine: backups, keys, files, room on the disk."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

from bot.config import Config
from bot.findings import Finding, hint, well, wrong
from models import clock
from models.backups.rules import made_at
from models.durability import file_of

TOO_OLD = timedelta(days=2)  # the nightly backup, and a night of grace
_LITTLE, _VERY_LITTLE = 2 << 30, 200 << 20  # bytes


def look_at_files(config: Config, config_file: Path | None = None) -> list[Finding]:
    """Look at everything that needs neither Telegram nor the database."""
    return [
        *_look_at_keys(config),
        *_look_at_configuration(config_file),
        *_look_at_database_file(config),
        *_look_at_backups(config),
        _look_at_room(config),
    ]


def _others_can_read(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & 0o007)


def _look_at_keys(config: Config) -> list[Finding]:
    path = config.privacy.keys_file
    if not path.exists():
        zh = f"密钥文件 {path} 会在第一次使用时生成，请另存一份"
        return [hint(zh, f"{path} is made at first use; keep a copy")]
    if os.name == "posix" and path.stat().st_mode & 0o077:
        zh = f"密钥文件 {path} 别人也能读：请运行 chmod 600 {path}"
        return [wrong(zh, f"{path} can be read by others: chmod 600 {path}")]
    folder = config.backups.folder
    if folder.exists() and folder.resolve() in path.resolve().parents:
        zh = f"密钥文件 {path} 和备份放在一起：谁拿到备份就能打开它，请把密钥移到别处"
        en = f"{path} lies with the backups, which it opens: keep it elsewhere"
        return [wrong(zh, en)]
    return [well("密钥文件正常，请另存一份", "the key file is well; keep a copy")]


def _look_at_configuration(path: Path | None) -> list[Finding]:
    if path is None or not path.exists() or not _others_can_read(path):
        return []
    zh = f"配置文件 {path} 里有令牌，别人也能读：请运行 chmod 640 {path}"
    return [wrong(zh, f"{path} holds the token and can be read by others: chmod 640 {path}")]


def _look_at_backups(config: Config) -> list[Finding]:
    folder = config.backups.folder
    made = sorted(found for path in _files(folder) if (found := made_at(path.name)))
    if not made:
        zh = f"{folder} 里还没有备份：请运行 huiyin backup，并设成每晚自动做"
        return [hint(zh, f"no backup in {folder}: run huiyin backup, every night")]
    age = clock.now() - made[-1]
    if age > TOO_OLD:
        zh = f"上次备份是 {age.days} 天前：请运行 huiyin backup，并检查每晚的定时任务"
        en = f"the last backup is {age.days} days old: run huiyin backup, look at its timer"
        return [wrong(zh, en)]
    hours = max(int(age.total_seconds() // 3600), 0)
    zh = f"上次备份在 {hours} 小时前，共 {len(made)} 份；别忘了抄一份到别的机器"
    return [well(zh, f"the last of {len(made)} backups is {hours} h old")]


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _look_at_room(config: Config) -> Finding:
    folder = _data_folder(config)
    free = shutil.disk_usage(folder).free
    size = f"{free / (1 << 30):.1f} GB"
    if free < _VERY_LITTLE:
        zh = f"{folder} 只剩 {size}：磁盘快满了，满了就不能再收消息，请马上清理或扩容"
        return wrong(zh, f"only {size} left in {folder}: make room now")
    if free < _LITTLE:
        zh = f"{folder} 只剩 {size}，请尽快清理或扩容"
        return hint(zh, f"{size} left in {folder}: make room soon")
    return well(f"磁盘还有 {size}", f"{size} left on the disk")


def _data_folder(config: Config) -> Path:
    """Return where data is written on this machine: beside the SQLite file, or here."""
    path = file_of(config.database.url.get_secret_value())
    folder = path.resolve().parent if path is not None else Path.cwd()
    return folder if folder.is_dir() else Path.cwd()


def _look_at_database_file(config: Config) -> list[Finding]:
    path = file_of(config.database.url.get_secret_value())
    if path is None or not path.exists() or not _others_can_read(path):
        return []
    zh = f"数据库文件 {path} 别人也能读：请运行 chmod 600 {path}"
    return [hint(zh, f"{path} can be read by others: chmod 600 {path}")]
