"""Publish the site on a server by a command, asking in the terminal if there is one."""

import sys
from getpass import getpass

from brochure.author.messages import catalogue, count, sentence
from brochure.commands.publication import Target, build, last_target, password_of, publish, target_for
from brochure.project import Project
from brochure.publishing.upload.remote import Question, Server, Unagreed, UploadError
from brochure.publishing.upload.upload import BuiltSite


def publish_site(project: Project, to: str, host_key: str) -> int:
    """Build and publish the site. Return 1 if a placeholder is left or that fails, else 0.

    An empty address `to` is that of the last server, and an empty `host_key` the one that the author has agreed to.
    """
    language, places, address = project.site.author_language, project.placeholders(), project.site.settings.address
    try:
        if not (target := target_for(Server.parse(to), address) if to else last_target(address)):
            raise UploadError("--to", "publish_no_server")
        target = target.model_copy(update={"host_key": host_key or target.host_key})
        if places:
            print("\n".join([place.report(language) for place in places]), file=sys.stderr)
            print(count("placeholders", len(places), language), file=sys.stderr)
            return 1
        site = build(project, print)
        return int(not site or not _publish(site, target, language))
    except UploadError as error:
        print(error.problem.report(language), file=sys.stderr)
        return 1


def _publish(site: BuiltSite, target: Target, language: str) -> bool:
    """Publish a built site, asking for a password and for consent. Return False if the author does not agree."""
    asks, agreed, texts = sys.stdin.isatty(), list[Question](), catalogue(language)["editor"]["publishing"]

    def ask_password() -> str:
        return getpass(sentence("password", language, server=target.server)) if asks else ""

    password = password_of(target.server) or (ask_password() if target.server.protocol == "ftps" else "")
    while True:
        try:
            published = publish(target, password, site, agreed, _show)
            break
        except UploadError as error:
            if error.problem.key != "publish_login" or not (password := ask_password()):
                raise  # else the password in the keyring was an old one
        except Unagreed as unagreed:
            for key, value in unagreed.questions:
                ask = texts["asks"][key]
                print(f"{target.server}: {ask['title']}\n{ask['text']}\n{value}", file=sys.stderr)
            if not asks or input(sentence("agree", language)) != sentence("agreed", language):
                print(sentence("unasked", language), file=sys.stderr)
                return False
            agreed.extend(unagreed.questions)
    plan = published.plan
    print(texts["answers"][published.answer], site.address)
    print(texts["sent"].format(sent=len(plan.changed), deleted=len(plan.deleted)))
    for note in published.notes:
        print(texts["notes"][note])
    return True


def _show(number: int, total: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{number}/{total}", end="\n" if number == total else "", flush=True)
