//! The project's settings, and others to try: the numbers follow, and what changed can be copied.

use covdrop_protocol::{Overview, Request, Setting, Trial, Tried};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::state::{Action, State};

/// A list of a [`Trial`].
type List = fn(&mut Trial) -> &mut Option<Vec<String>>;

/// The lists that can be tried: the option's name, what it is, and where it is held.
const LISTS: [(&str, &str, List); 4] = [
    ("exclude_also", "Lines to exclude, one regular expression a line", |trial| {
        &mut trial.exclude_also
    }),
    ("partial_also", "Lines whose missing branches are excused", |trial| &mut trial.partial_also),
    ("include", "Files to report on, one pattern a line", |trial| &mut trial.include),
    ("omit", "Files to leave out", |trial| &mut trial.omit),
];

/// The Pythons whose rules can be followed.
const RULES: [&str; 6] = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

/// The settings and the trial of others.
pub(crate) fn settings(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    let settings = &overview.settings;
    html! {
        <div class="settings">
            <section>
                <h2>{ "Try other settings" }</h2>
                { trial(overview, act) }
                if let Some(tried) = &overview.tried {
                    { outcome(overview, tried, act) }
                }
            </section>
            <section>
                <h2>
                    if let Some(file) = &settings.file {
                        { "Settings from " }<bdi>{ file }</bdi>
                    } else {
                        { "No settings file: all is as usual" }
                    }
                </h2>
                { for settings.notes.iter().map(|note| html! { <p class="bad">{ note }</p> }) }
                <table>
                    <tbody>{ for settings.entries.iter().map(entry) }</tbody>
                </table>
                if !settings.ignored.is_empty() {
                    <h3>{ "Without effect here" }</h3>
                    <ul>
                        { for settings.ignored.iter().map(|ignored| html! { <li><code>{ format!("[{}] {}", ignored.section, ignored.option) }</code>{ " " }{ &ignored.why }</li> }) }
                    </ul>
                }
            </section>
        </div>
    }
}

/// A setting with its value.
fn entry(setting: &Setting) -> Html {
    html! {
        <tr class={setting.is_default.then_some("usual")}>
            <th scope="row"><code>{ format!("[{}] {}", setting.section, setting.option) }</code></th>
            <td>
                { for setting.value.iter().map(|value| html! { <code class="value">{ value }</code> }) }
                if setting.is_default {
                    <small>{ "as usual" }</small>
                }
            </td>
        </tr>
    }
}

/// What of a trial somebody changed.
fn change(
    overview: &Overview,
    act: &Callback<Action>,
    change: impl Fn(&mut Trial, &str) + 'static,
) -> Callback<Event> {
    let trial = overview.tried.as_ref().map(|tried| tried.trial.clone()).unwrap_or_default();
    act.reform(move |event: Event| {
        let mut trial = trial.clone();
        // A text area and a choice have a value just as an input has.
        let input = event.target_unchecked_into::<HtmlInputElement>();
        change(&mut trial, input.value().trim());
        Action::Asked(Request::Try((trial != Trial::default()).then_some(trial)))
    })
}

/// What the project sets.
fn set<'a>(overview: &'a Overview, option: &str) -> Option<&'a Setting> {
    let mut entries = overview.settings.entries.iter();
    entries.find(|setting| setting.option == option && setting.section == "report")
}

/// The fields of a trial.
fn trial(overview: &Overview, act: &Callback<Action>) -> Html {
    let mut tried = overview.tried.as_ref().map(|tried| tried.trial.clone()).unwrap_or_default();
    let own = |option: &str| {
        set(overview, option)
            .filter(|setting| !setting.is_default)
            .map_or_else(String::new, |setting| setting.value.join("\n"))
    };
    let list = |&(option, what, field): &(&'static str, &'static str, List)| {
        let text = field(&mut tried).as_ref().map_or_else(|| own(option), |lines| lines.join("\n"));
        let usual = own(option);
        let onchange = change(overview, act, move |trial, text| {
            let lines =
                || text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
            *field(trial) = (text != usual).then(|| lines().collect());
        });
        html! {
            <label>
                <code>{ option }</code><span>{ what }</span>
                <textarea rows="3" spellcheck="false" value={text} {onchange} data-try={option} />
            </label>
        }
    };
    let lists: Html = LISTS.iter().map(list).collect();
    let precision = tried.precision.map_or_else(|| own("precision"), |digits| digits.to_string());
    let fail_under = tried.fail_under.clone().unwrap_or_else(|| own("fail_under"));
    let rule = |version: &&'static str| {
        let chosen = tried.rules.as_deref() == Some(*version);
        html! { <option value={*version} selected={chosen}>{ format!("Python {version}") }</option> }
    };
    html! {
        <div class="fields">
            { lists }
            <label>
                <code>{ "precision" }</code><span>{ "Decimals of percentages" }</span>
                <input type="number" min="0" max="10" value={precision} data-try="precision"
                    onchange={change(overview, act, |trial, text| trial.precision = text.parse().ok())} />
            </label>
            <label>
                <code>{ "fail_under" }</code><span>{ "The least total" }</span>
                <input type="text" inputmode="decimal" value={fail_under} data-try="fail_under"
                    onchange={change(overview, act, |trial, text| trial.fail_under = (!text.is_empty()).then(|| text.to_owned()))} />
            </label>
            <label>
                <span>{ "Rules of which Python: what counts as a statement" }</span>
                <select data-try="rules" onchange={change(overview, act, |trial, text| trial.rules = (!text.is_empty()).then(|| text.to_owned()))}>
                    <option value="" selected={tried.rules.is_none()}>{ format!("As the data says ({})", overview.rules) }</option>
                    { for RULES.iter().map(rule) }
                </select>
            </label>
        </div>
    }
}

/// What the trial came to.
fn outcome(overview: &Overview, tried: &Tried, act: &Callback<Action>) -> Html {
    let end = act.reform(|_: MouseEvent| Action::Asked(Request::Try(None)));
    let now = overview.totals.as_ref();
    html! {
        <div class="outcome" role="status">
            if let Some(fault) = &tried.fault {
                <p class="bad" data-problem={fault.file.clone()}>{ &fault.what }{ " " }{ fault.advice.as_deref().unwrap_or_default() }</p>
            } else if let (Some(before), Some(now)) = (&tried.before, now) {
                <p>
                    { "Total " }{ &before.cover }{ " → " }<strong>{ &now.cover }</strong>
                    { format!(", statements {} → {}, missing {} → {}, excluded {} → {}", before.stmts, now.stmts, before.miss, now.miss, before.excluded, now.excluded) }
                    if overview.branches {
                        { format!(", partial {} → {}", before.brpart, now.brpart) }
                    }
                </p>
            }
            if !tried.section.is_empty() {
                <p>{ "To keep it, put this into your settings:" }</p>
                <pre>{ &tried.section }</pre>
            }
            <p><button type="button" onclick={end}>{ "Back to the project’s settings" }</button></p>
        </div>
    }
}
