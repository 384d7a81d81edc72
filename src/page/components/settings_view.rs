//! The settings view: the project's settings, and the fields of trial settings with their results.

use std::rc::Rc;

use covdrop_protocol::{Command, IgnoredSetting, Overview, Setting, Tried, display_text};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::copy_button::CopyBlock;
use crate::dispatch::{Dispatch, use_dispatch};
use crate::hooks::use_draft;
use crate::shared::Shared;
use crate::state::Action;
use crate::trial::{Field, shown};
use crate::words::{self, settings};

/// The target versions to choose from.
const VERSIONS: [&str; 7] = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"];

/// The fields of trial settings except the target version, each with its purpose.
const FIELDS: [(Field, &str); 7] = [
    (Field::ExcludeLines, settings::EXCLUDE_LINES),
    (Field::ExcludeAlso, settings::EXCLUDE_ALSO),
    (Field::PartialAlso, settings::PARTIAL_ALSO),
    (Field::Include, settings::INCLUDE),
    (Field::Omit, settings::OMIT),
    (Field::Precision, settings::PRECISION),
    (Field::FailUnder, settings::FAIL_UNDER),
];

#[derive(PartialEq, Properties)]
pub(crate) struct SettingsViewProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) copied: Rc<str>,
}

#[component]
pub(crate) fn SettingsView(props: &SettingsViewProps) -> Html {
    let dispatch = use_dispatch();
    let overview = &props.overview;
    html! {
        <div class="settings">
            <section>
                <h2>{settings::TRY}</h2>
                <p>{settings::UPDATES}</p>
                <div class="fields">
                    for (field, purpose) in FIELDS {
                        <TrialField {field} {purpose} overview={overview.clone()} />
                    }
                    <VersionSelect overview={overview.clone()} />
                </div>
                <div role="status">
                    if let Some(tried) = &overview.settings.tried {
                        { outcome(tried, &props.copied, &dispatch) }
                    }
                </div>
            </section>
            { project_settings(overview) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct TrialFieldProps {
    field: Field,
    purpose: &'static str,
    overview: Shared<Overview>,
}

#[component]
fn TrialField(props: &TrialFieldProps) -> Html {
    let dispatch = use_dispatch();
    let field = props.field;
    let draft = use_draft(
        &shown(&props.overview, field),
        props.overview.clone(),
        dispatch.map(move |text| Action::TrialChanged(field, text)),
    );
    html! {
        <label>
            <code>{field.option()}</code>
            <span>{props.purpose}</span>
            if field.is_list() {
                <textarea
                    rows="3"
                    spellcheck="false"
                    data-try={field.option()}
                    value={draft.text}
                    oninput={draft.oninput}
                    onchange={draft.onchange}
                />
            } else {
                <input
                    inputmode="decimal"
                    data-try={field.option()}
                    value={draft.text}
                    oninput={draft.oninput}
                    onchange={draft.onchange}
                />
            }
        </label>
    }
}

#[derive(PartialEq, Properties)]
struct VersionSelectProps {
    overview: Shared<Overview>,
}

/// The choice of the target version.
#[component]
fn VersionSelect(props: &VersionSelectProps) -> Html {
    let dispatch = use_dispatch();
    let overview = &props.overview;
    let chosen = shown(overview, Field::Rules);
    let select = use_node_ref();
    {
        // A browser keeps the person's choice even if the trial ends.
        let select = select.clone();
        use_effect_with((chosen.clone(), overview.clone()), move |(chosen, _)| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(chosen);
            }
        });
    }
    let onchange = dispatch.map(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Action::TrialChanged(Field::Rules, select.map(|all| all.value()).unwrap_or_default())
    });
    let target = &overview.settings.target_version;
    html! {
        <label>
            <span>{settings::TARGET_VERSION}</span>
            <select ref={select} data-try="rules" {onchange}>
                <option value="">{settings::detected(target.reason, &target.version)}</option>
                for version in VERSIONS {
                    <option value={version}>{settings::python(version)}</option>
                }
            </select>
            <small>{settings::detected_because(target.reason)}</small>
        </label>
    }
}

/// The result of the trial.
fn outcome(tried: &Tried, copied: &Rc<str>, dispatch: &Dispatch) -> Html {
    let summary = match (&tried.fault, &tried.change) {
        (Some(fault), _) => html! {
            <p class="bad" data-problem={fault.file.clone()}>
                {display_text(&fault.what)}{" "}{fault.advice.clone()}
            </p>
        },
        (None, Some(change)) => html! { <p class="change">{change.clone()}</p> },
        (None, None) => html! { <p>{words::NOTHING_TO_REPORT}</p> },
    };
    html! {
        <div class="outcome">
            { summary }
            if !tried.section.is_empty() {
                <p>{settings::KEEP}</p>
                <CopyBlock text={tried.section.clone()} copied={copied.clone()} />
            }
            <p>
                <button
                    type="button"
                    onclick={dispatch.on(Action::SendCommand(Command::TrySettings(None)))}
                >{settings::BACK}</button>
            </p>
        </div>
    }
}

/// The project's own settings.
fn project_settings(overview: &Overview) -> Html {
    let settings = &overview.settings;
    let title = match &settings.file {
        Some(file) => settings::settings_from(&display_text(file)),
        None => settings::NO_SETTINGS_FILE.to_owned(),
    };
    let ignored = |IgnoredSetting { section, option, why }: &IgnoredSetting| {
        html! { <li><code>{format!("[{section}] {option}")}</code>{format!(" {why}")}</li> }
    };
    html! {
        <section>
            <h2>{title.clone()}</h2>
            for note in &settings.notes { <p class="bad">{display_text(note)}</p> }
            <table aria-label={title}>
                <tbody>{ for settings.entries.iter().map(setting) }</tbody>
            </table>
            if !settings.ignored.is_empty() {
                <h3>{settings::WITHOUT_EFFECT}</h3>
                <ul>{ for settings.ignored.iter().map(ignored) }</ul>
            }
        </section>
    }
}

/// A setting with its value.
fn setting(setting: &Setting) -> Html {
    html! {
        <tr class={setting.is_default.then_some("usual")}>
            <th scope="row"><code>{format!("[{}] {}", setting.section, display_text(&setting.option))}</code></th>
            <td>
                for value in &setting.value { <code class="value">{display_text(value)}</code> }
                if setting.is_default { <small>{settings::DEFAULT}</small> }
            </td>
        </tr>
    }
}
