"""Publish the site on a server by a command, asking in the terminal if there is one."""

import sys
from getpass import getpass

from brochure.author.messages import count, sentence
from brochure.commands.publication import Target, build, built_site, password_of, publish, remembered
from brochure.project import Project
from brochure.publishing.upload.remote import Question, Server, Unagreed, UploadError


def publish_site(project: Project, to: str, host_key: str) -> int:
    """Build and publish the site. Return 1 if a placeholder is left or that fails, else 0.

    Args:
        project: The site.
        to: The server's address; if empty, the last one.
        host_key: The fingerprint of its key; if empty, the one that the author has agreed to.

    """
    language, places = project.site.author_language, project.placeholders()
    try:
        target = _target(project, to, host_key)
        if places:
            print("\n".join([place.report(language) for place in places]), file=sys.stderr)
            print(count("placeholders", len(places), language), file=sys.stderr)
            return 1
        return int(not build(project, print) or not _publish(project, target, language))
    except UploadError as error:
        print(error.problem.report(language), file=sys.stderr)
        return 1


def _target(project: Project, to: str, host_key: str) -> Target:
    known = remembered(project.site.settings.address)
    if to:
        server = Server.parse(to)
        if not known or known.server.endpoint != server.endpoint:
            known = Target(server=server)
        known = known.model_copy(update={"server": server})
    if not known:
        raise UploadError("--to", "publish_no_server")
    return known.model_copy(update={"host_key": host_key or known.host_key})


def _publish(project: Project, target: Target, language: str) -> bool:
    """Publish the built site, asking for a password and for consent. Return False if the author does not agree."""
    asks, agreed, site = sys.stdin.isatty(), list[Question](), built_site(project, target)
    is_second = False

    def ask_password() -> str:
        return getpass(sentence("password", language, server=target.server)) if asks else ""

    password = password_of(target.server) or (ask_password() if target.server.protocol == "ftps" else "")
    while True:
        try:
            published = publish(target, password, site, agreed, _show)
            break
        except UploadError as error:
            if error.problem.key != "publish_login" or is_second or not (password := ask_password()):
                raise
            is_second = True  # the password in the keyring may be an old one
        except Unagreed as unagreed:
            for question in unagreed.questions:
                print(question.problem(target.server).report(language), file=sys.stderr)
                print(question.value if "\n" in question.value else "", end="", file=sys.stderr)
            if not asks or input(sentence("agree", language)) != sentence("agreed", language):
                print(sentence("unasked", language), file=sys.stderr)
                return False
            agreed.extend(unagreed.questions)
    plan = published.sent.plan
    values = {"address": site.address, "sent": len(plan.changed), "deleted": len(plan.deleted)}
    print(sentence("published", language, **values))
    notes = {"took_over": published.sent.took_over, "gaps": published.sent.gaps}
    notes[f"answer_{published.answer}"] = published.answer != "ours"
    print("".join(f"{sentence(key, language, **values)}\n" for key, applies in notes.items() if applies), end="")
    return True


def _show(number: int, total: int, path: str) -> None:  # noqa: ARG001 (`Progress` names it)
    if sys.stdout.isatty():
        print(f"\r{number}/{total}", end="\n" if number == total else "", flush=True)
