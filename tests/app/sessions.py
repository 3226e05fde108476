"""A session of the page without the page: what is done, and whether a run gives the same weeks."""

from model.app.plan import RESERVE, Plan, Wish
from model.app.session import Session
from model.run import run

VOTERS = 3000


def session(case: str = "kazakhstan-2022", second: str = "", **changes) -> Session:
    rival = Wish(second) if second else None
    return Session(Plan(Wish(case, changes), rival, seed=3, voters=VOTERS))


def play(watched: Session, weeks: int) -> None:
    for _ in range(weeks):
        watched.step()


def same_weeks(watched: Session, case) -> bool:
    weeks = run(case, watched.seed).weeks
    return all(
        [row[name] for row in watched.rows] == weeks[name][: len(watched.rows)]
        for name in weeks
        if RESERVE not in name
    )
