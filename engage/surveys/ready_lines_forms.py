"""What is each line of "Ready to publish?" called, why is it asked, and which law is behind it?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from engage.surveys.readiness import Group

GROUPS: dict[str, LazyString] = {
    Group.FAIR: _l("Fair"),
    Group.EQUALITY: _l("Equality"),
    Group.WELSH: _l("Welsh language"),
    Group.PRIVACY: _l("Data protection"),
    Group.ACCESSIBLE: _l("Accessible"),
    Group.SURVEY: _l("Survey and its page"),
    Group.LANGUAGES: _l("Both languages"),
}
# What each line is about, and why it is asked.
LINES: dict[str, tuple[LazyString, LazyString]] = {
    "fair_stage": (
        _l("What is decided so far"),
        _l("People must be asked while the proposal is still being formed, not when minds are made up."),
    ),
    "fair_open": (
        _l("What can change and what cannot"),
        _l("Nobody should spend time on what is settled, or believe that nothing is open."),
    ),
    "fair_reasons": (
        _l("Why the council asks"),
        _l("Without reasons nobody can give a thoughtful answer."),
    ),
    "fair_enough": (
        _l("Enough reasons to answer with thought"),
        _l(
            "People need to understand what is proposed, the alternatives, and what each would mean for them."
        ),
    ),
    "fair_time": (
        _l("Enough time to answer"),
        _l("No law names a number of weeks. What counts is time in which people can be reached."),
    ),
    "fair_considered": (
        _l("How responses will be considered"),
        _l("What people say has to be weighed with an open mind before the decision."),
    ),
    "equality_groups": (
        _l("Groups that are likely to be affected"),
        _l("Due regard begins with knowing who would feel the decision, and how."),
    ),
    "equality_involved": (
        _l("How these groups were involved"),
        _l(
            "In Wales councils must involve people who represent these groups; elsewhere it is good practice."
        ),
    ),
    "equality_aims": (
        _l("Aims of the equality duty"),
        _l("The council must be able to show that it thought of each aim before it decided."),
    ),
    "equality_asked": (
        _l("Equality questions in the survey"),
        _l("Without them nobody can tell whether some groups see it differently, or were not heard at all."),
    ),
    "equality_people": (
        _l("Equality questions asked of people alone"),
        _l(
            "An organisation has no age and no religion. It can be left out of the figures only if its "
            "answer decides that it is not asked the equality questions; after publication it is too late."
        ),
    ),
    "welsh_record": (
        _l("A record of each proposal"),
        _l("A consultation on a policy decision has to show that effects on Welsh were considered."),
    ),
    "welsh_effects": (
        _l("Positive and adverse effects"),
        _l(
            "Both on people's opportunities to use Welsh, and on treating it no less favourably than English."
        ),
    ),
    "welsh_changes": (
        _l("How to increase the good and reduce the bad"),
        _l("It is not enough to name the effects: the proposal has to be thought through in other forms."),
    ),
    "welsh_question": (
        _l("A question that seeks views on each proposal"),
        _l("To consider is one duty, to seek views is another. Many councils forget the second."),
    ),
    "welsh_own": (
        _l("A question about this proposal alone"),
        _l("A question that would fit any proposal has been found to be no conscientious effort."),
    ),
    "privacy_purpose": (
        _l("Why the answers are kept"),
        _l("Personal data may be used for a stated purpose only."),
    ),
    "privacy_basis": (_l("Lawful basis"), _l("Without one, no personal data may be kept.")),
    "privacy_special": (
        _l("Policy on special category data"),
        _l("Equality monitoring may keep such data only under an appropriate policy document."),
    ),
    "privacy_marked": (
        _l("Condition for each sensitive question"),
        _l("Answers on health, ethnic origin, belief and the like need a condition of Article 9 as well."),
    ),
    "privacy_deletion": (
        _l("When the answers are deleted"),
        _l("Personal data are kept no longer than they are needed."),
    ),
    "privacy_notice": (
        _l("Privacy notice"),
        _l("People are told what happens with their data before they give any."),
    ),
    "accessible_alt": (
        _l("Descriptions of pictures"),
        _l("Whoever cannot see a picture needs to be told what it shows."),
    ),
    "accessible_transcript": (
        _l("Films in words"),
        _l("Some people cannot hear a film, some cannot see it, and some cannot play it."),
    ),
    "accessible_contrast": (
        _l("Contrast of the council's colour"),
        _l("White words on it have to be readable for people who see little."),
    ),
    "accessible_headings": (
        _l("Order of headings"),
        _l(
            "People who listen to a page find their way by its headings. WCAG does not forbid a level that "
            "is left out, so this is advice. No text can bring a second heading of the first level."
        ),
    ),
    "accessible_links": (
        _l("Words of links"),
        _l("People who listen to a list of links hear nothing but their words."),
    ),
    "accessible_reading": (
        _l("Reading age of the English"),
        _l("Anybody should be able to answer. There is no such measure for Welsh: ask a plain Welsh reader."),
    ),
    "survey_sound": (
        _l("The survey from beginning to end"),
        _l("Every page can be reached, every question can be answered, and every route leads somewhere."),
    ),
    "survey_details": (
        _l("The consultation's page"),
        _l("Title, address, summary, dates, topics, contact and other formats are there."),
    ),
    "languages_complete": (
        _l("Every text in English and in Welsh"),
        _l("Both languages are published at the same moment, or neither is."),
    ),
    "languages_current": (
        _l("Translations up to date"),
        _l("When one language was changed, the other has to be looked at again."),
    ),
    "languages_agree": (
        _l("Numbers, links and placeholders alike"),
        _l("A wrong number in one language would ask two different questions."),
    ),
    "languages_paired": (
        _l("Documents and films in both languages"),
        _l("Whoever reads one language gets everything that readers of the other get."),
    ),
    "languages_variants": (
        _l("Other versions of the survey"),
        _l("A version such as Easy Read is offered only when it lacks nothing."),
    ),
}
LAWS, WCAG = "https://www.legislation.gov.uk", "https://www.w3.org/TR/WCAG22"
HARINGEY = "https://www.bailii.org/uk/cases/UKSC/2014/56.html"
DUTY, POLICY = f"{LAWS}/ukpga/2010/15/section/149", f"{LAWS}/wsi/2015/996/schedule/2/made"
TRIBUNAL = (
    "https://www.landmarkchambers.co.uk/news-and-cases/"
    "welsh-language-tribunal-endorses-test-of-conscientious-consideration-for-policy-making-standards"
)
# The law or guidance behind a line, and where it can be read; what is a rule of ours can be read nowhere.
SOURCES: dict[str, tuple[LazyString, str]] = {
    "gunning_1": (_l("Gunning principle 1; R (Moseley) v Haringey [2014] UKSC 56"), HARINGEY),
    "gunning_2": (_l("Gunning principle 2; R (Moseley) v Haringey [2014] UKSC 56"), HARINGEY),
    "gunning_3": (_l("Gunning principle 3; R (Moseley) v Haringey [2014] UKSC 56"), HARINGEY),
    "gunning_4": (_l("Gunning principle 4; R (Moseley) v Haringey [2014] UKSC 56"), HARINGEY),
    "psed": (_l("Equality Act 2010, section 149"), DUTY),
    "wales_involve": (
        _l("Equality Act 2010 (Statutory Duties) (Wales) Regulations 2011, regulation 5"),
        f"{LAWS}/wsi/2011/1064/regulation/5/made",
    ),
    "standard_91": (_l("Welsh Language Standards (No. 1) Regulations 2015, standard 91"), POLICY),
    "standard_92": (_l("Welsh Language Standards (No. 1) Regulations 2015, standard 92"), POLICY),
    "standard_93": (_l("Welsh Language Standards (No. 1) Regulations 2015, standard 93"), POLICY),
    "tribunal": (_l("Welsh Language Tribunal, WLT/22/01, on Neath Port Talbot Council"), TRIBUNAL),
    "gdpr_5": (_l("UK GDPR, Article 5(1)(b)"), f"{LAWS}/eur/2016/679/article/5"),
    "gdpr_5_storage": (_l("UK GDPR, Article 5(1)(e)"), f"{LAWS}/eur/2016/679/article/5"),
    "gdpr_6": (_l("UK GDPR, Article 6"), f"{LAWS}/eur/2016/679/article/6"),
    "gdpr_9": (_l("UK GDPR, Article 9"), f"{LAWS}/eur/2016/679/article/9"),
    "gdpr_13": (_l("UK GDPR, Article 13"), f"{LAWS}/eur/2016/679/article/13"),
    "dpa_schedule_1": (
        _l("Data Protection Act 2018, Schedule 1, paragraphs 8 and 39"),
        f"{LAWS}/ukpga/2018/12/schedule/1",
    ),
    "wcag_1_1_1": (_l("WCAG 2.2, criterion 1.1.1"), f"{WCAG}/#non-text-content"),
    "wcag_1_2": (_l("WCAG 2.2, guideline 1.2"), f"{WCAG}/#time-based-media"),
    "wcag_1_3_1": (_l("WCAG 2.2, criterion 1.3.1"), f"{WCAG}/#info-and-relationships"),
    "wcag_1_4_3": (_l("WCAG 2.2, criterion 1.4.3"), f"{WCAG}/#contrast-minimum"),
    "wcag_2_4_4": (_l("WCAG 2.2, criterion 2.4.4"), f"{WCAG}/#link-purpose-in-context"),
    "wcag_3_1_5": (_l("WCAG 2.2, criterion 3.1.5"), f"{WCAG}/#reading-level"),
    "own_rule": (_l("A rule of this service: what is published has to work"), ""),
    "standards_44_50": (
        _l(
            "Welsh Language Standards (No. 1) Regulations 2015, schedule 1; in England a rule of this service"
        ),
        f"{LAWS}/wsi/2015/996/schedule/1/made",
    ),
    "reasonable_adjustments": (_l("Equality Act 2010, section 20"), f"{LAWS}/ukpga/2010/15/section/20"),
}
