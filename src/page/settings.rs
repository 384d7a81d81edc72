//! The project's settings, and others to try: the numbers follow, and what changed can be copied.

use covdrop_protocol::{IgnoredSetting, Overview, Request, Setting, Tried};
use web_sys::Element;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Event, Html, TargetCast};

use crate::copy::to_copy;
use crate::state::{Action, State};
use crate::tag::{Tag, button, tag, written};
use crate::trial::{Field, shown};

/// The Pythons whose rules can be followed.
const RULES: [&str; 6] = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

/// The fields of a trial but for the rules, with what each is for.
const FIELDS: [(Field, &str); 7] = [
    (Field::ExcludeLines, "Lines to exclude, a regular expression a line"),
    (Field::ExcludeAlso, "More lines to exclude"),
    (Field::PartialAlso, "Lines whose missing branches are excused"),
    (Field::Include, "Files to report on, a pattern a line"),
    (Field::Omit, "Files to leave out"),
    (Field::Precision, "Decimals of percentages"),
    (Field::FailUnder, "The least total"),
];

/// The settings and the trial of others.
pub(crate) fn settings(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    let fields = FIELDS.iter().map(|(field, what)| field_of(overview, *field, what, act));
    let mut trial = tag("section")
        .tag(tag("h2").text("Try other settings"))
        .tag(tag("p").text("The numbers follow when you leave a field."))
        .tag(tag("div; class=fields").all(fields).tag(rules(overview, act)));
    let mut came = tag("div; role=status");
    if let Some(tried) = &overview.tried {
        came = came.tag(outcome(state, tried, act));
    }
    trial = trial.tag(came);
    tag("div; class=settings").tag(trial).tag(own(overview)).html()
}

/// A field to try a setting in.
fn field_of(overview: &Overview, field: Field, what: &'static str, act: &Callback<Action>) -> Html {
    let input = if field.is_list() {
        tag("textarea; rows=3; spellcheck=false")
    } else {
        tag("input; inputmode=decimal")
    };
    let input = input.set("data-try", field.option()).fill(shown(overview, field));
    let input = input.ask(ListenerKind::onchange, act, wrote);
    labelled(Some(field.option()), what, input).html()
}

/// Something was written in a field.
fn wrote(event: &Event) -> Option<Action> {
    let option = event.target_dyn_into::<Element>()?.get_attribute("data-try")?;
    let mut fields = FIELDS.iter().map(|(field, _)| *field).chain([Field::Rules]);
    let field = fields.find(|field| field.option() == option)?;
    Some(Action::Try(field, written(event)))
}

fn labelled(option: Option<&'static str>, what: &'static str, input: Tag) -> Tag {
    let mut label = tag("label");
    if let Some(option) = option {
        label = label.tag(tag("code").text(option));
    }
    label.tag(tag("span").text(what)).tag(input)
}

/// The choice of the Python whose rules are followed.
fn rules(overview: &Overview, act: &Callback<Action>) -> Tag {
    let chosen = shown(overview, Field::Rules);
    let usual = if overview.rules_are_chosen {
        "As the data says".to_owned()
    } else {
        format!("As the data says ({})", overview.rules)
    };
    // A choice heeds the mark of an option that is new to it; what somebody chose overrules others.
    let option = |version: &'static str, words: String| {
        let is_chosen = chosen == version;
        tag("option")
            .key(format!("{version}{}", if is_chosen { "+" } else { "" }))
            .set("value", version)
            .maybe("selected", is_chosen.then_some(""))
            .say(words)
            .html()
    };
    let options = RULES.iter().map(|version| option(version, format!("Python {version}")));
    let select = tag("select; data-try=rules").child(option("", usual)).all(options).ask(
        ListenerKind::onchange,
        act,
        wrote,
    );
    labelled(None, "What counts as a statement: the rules of", select)
}

/// What the trial came to.
fn outcome(state: &State, tried: &Tried, act: &Callback<Action>) -> Tag {
    let mut outcome = tag("div; class=outcome");
    if let Some(fault) = &tried.fault {
        let words = format!("{} {}", fault.what, fault.advice.as_deref().unwrap_or_default());
        let words = tag("p; class=bad").owned("data-problem", fault.file.clone()).say(words);
        outcome = outcome.tag(words);
    } else if let Some(change) = &tried.change {
        outcome = outcome.tag(tag("p; class=change").say(change.clone()));
    } else {
        outcome = outcome.tag(tag("p").text("No file is left to report on."));
    }
    if !tried.section.is_empty() {
        outcome = outcome
            .tag(tag("p").text("To keep it, put this into your settings:"))
            .tag(to_copy(state, &tried.section, act));
    }
    let end = button("Back to the project’s settings", act, Action::Asked(Request::Try(None)));
    outcome.tag(tag("p").tag(end))
}

/// The project's own settings.
fn own(overview: &Overview) -> Tag {
    let settings = &overview.settings;
    let title = match &settings.file {
        Some(file) => format!("Settings from {file}"),
        None => "No settings file: all is as usual".to_owned(),
    };
    let notes = settings.notes.iter().map(|note| tag("p; class=bad").say(note.clone()).html());
    let entries = tag("tbody").all(settings.entries.iter().map(entry));
    let section =
        tag("section").tag(tag("h2").say(title)).all(notes).tag(tag("table").tag(entries));
    if settings.ignored.is_empty() {
        return section;
    }
    let ignored = |IgnoredSetting { section, option, why }: &IgnoredSetting| {
        let name = tag("code").say(format!("[{section}] {option}"));
        tag("li").tag(name).say(format!(" {why}")).html()
    };
    section
        .tag(tag("h3").text("Without effect here"))
        .tag(tag("ul").all(settings.ignored.iter().map(ignored)))
}

/// A setting with its value.
fn entry(setting: &Setting) -> Html {
    let name = tag("code").say(format!("[{}] {}", setting.section, setting.option));
    let values = setting.value.iter();
    let values = values.map(|value| tag("code; class=value").say(value.clone()).html());
    let mut value = tag("td").all(values);
    if setting.is_default {
        value = value.tag(tag("small").text("as usual"));
    }
    tag("tr")
        .maybe("class", setting.is_default.then_some("usual"))
        .tag(tag("th; scope=row").tag(name))
        .tag(value)
        .html()
}
