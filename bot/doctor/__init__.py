"""`countersign doctor`: checks this installation and tells a remedy for each fault."""

from bot.doctor.examination import examine_installation

__all__ = ["examine_installation"]
