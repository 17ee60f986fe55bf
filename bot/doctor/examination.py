"""All checks of `countersign doctor`, in their order. Each finding has a hint; no check changes anything."""

import asyncio

from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CannotStart
from bot.doctor.configuration_checks import check_configuration
from bot.doctor.database_checks import check_database, check_log, check_secret_key
from bot.doctor.environment_checks import check_base_url, check_disk, check_model, check_package_names, check_programs
from bot.doctor.network_checks import ask_server
from bot.settings import read_settings


async def examine_installation(*, send_test: bool = False) -> list[CheckFinding]:
    """All findings in order, without checks that depend on a failed one.

    `send_test`: each channel that can send a message to itself does so.
    """
    found = await asyncio.to_thread(lambda: [*check_programs(), check_package_names()])
    try:
        settings = read_settings()
    except CannotStart as error:
        return [*found, CheckFinding("Settings", str(error), "fail", "Correct the environment variable.")]
    found += [check_base_url(settings), *check_model(settings), check_disk(settings)]
    found += await asyncio.to_thread(
        lambda: [*check_database(settings), *check_secret_key(settings), *check_log(settings)]
    )
    return found + await check_configuration(settings, send_test) + await ask_server(settings)
