"""The people of the test workspace, by their accounts there; a process that runs without the double reads them too."""

from bot.core.people import PeopleDirectory, Person

PEOPLE = PeopleDirectory(
    people={
        id: Person(id=id, name=id.title(), groups=groups, accounts={"slack": f"U0{id.upper()}"})
        for id, groups in {"sam": (), "olive": ("managers",), "max": ("managers",), "gail": ("managers",)}.items()
    }
)
