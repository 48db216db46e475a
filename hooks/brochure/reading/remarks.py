"""What can be read and may still be wrong: told to the author, and no reason not to publish.

Each remark is named by the key of its message. A remark that is wrong itself is accepted under that name, at the top of
the file that it is about.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.reading import (
    contact_remarks,
    language_remarks,
    link_remarks,
    page_remarks,
    picture_remarks,
    text_remarks,
    translation_remarks,
)
from brochure.reading.draft import Draft

Check = Callable[[Draft], Iterator[Problem]]

CHECKS: Sequence[Check] = (
    contact_remarks.check_address,
    contact_remarks.check_forms,
    contact_remarks.check_buttons,
    contact_remarks.check_phone,
    contact_remarks.check_email,
    contact_remarks.check_visit,
    link_remarks.check_links,
    link_remarks.check_profiles,
    language_remarks.check_words,
    language_remarks.check_locales,
    language_remarks.check_names,
    language_remarks.check_places,
    language_remarks.check_own_words,
    page_remarks.check_order,
    page_remarks.check_templates,
    page_remarks.check_twins,
    page_remarks.check_ways,
    page_remarks.check_old_names,
    page_remarks.check_what_is_left,
    page_remarks.check_privacy,
    picture_remarks.check_logo,
    picture_remarks.check_picture_texts,
    picture_remarks.check_pictures,
    text_remarks.check_titles,
    text_remarks.check_copies,
    text_remarks.check_guide_texts,
    text_remarks.check_unfinished,
    text_remarks.check_marks,
    text_remarks.check_rows,
    text_remarks.check_questions,
    text_remarks.check_raw_lines,
    translation_remarks.check_untranslated,
    translation_remarks.check_missing_parts,
    translation_remarks.check_bodies,
    translation_remarks.check_numbers,
    translation_remarks.check_prices,
)


def remarks(draft: Draft, others: Iterable[Problem] = ()) -> list[Problem]:
    """What an author is told of a draft without mistakes, and of the `others`, in order; less what is accepted.

    An acceptance that answers nothing is told too.
    """
    accepted = {
        source.file: {name: source.at(("accepted", number)) for number, name in enumerate(names)}
        for source in draft.sources.values()
        if isinstance(names := source.data.get("accepted"), list)
    }
    found = list(itertools.chain(others, *(check(draft) for check in CHECKS)))
    answered = {(problem.file, problem.key) for problem in found}
    open_ = [problem for problem in found if problem.key not in accepted.get(problem.file, {})]
    idle = [
        source.problem(place, "accepted_nothing", name=name)
        for source in draft.sources.values()
        for name, place in accepted.get(source.file, {}).items()
        if (source.file, name) not in answered
    ]
    once = {(problem, str(problem.values)): problem for problem in (*open_, *idle)}  # what two languages share
    return sorted(once.values())
