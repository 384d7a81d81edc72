//! A line of an open file: number, status mark, jobs, text and notes.

use std::rc::Rc;

use covdrop_protocol::{FileView, Mark, Note, Status, Token, TokenKind};
use yew::prelude::*;

use crate::hooks::use_highlight;
use crate::shared::Shared;
use crate::words::{self, source};

/// The maximum number of shown bytes of a line: only generated lines are longer.
const LONGEST: usize = 2_000;

#[derive(PartialEq, Properties)]
pub(crate) struct SourceLineProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) index: usize,
    pub(crate) number: u32,
    /// The address of the line, except its number.
    pub(crate) base: AttrValue,
    pub(crate) is_selected: bool,
    /// Whether the Tab key focuses this line.
    pub(crate) is_tab_stop: bool,
    /// Whether there is a column with the numbers of contexts.
    pub(crate) has_contexts: bool,
    /// The text to find, if the line contains it.
    pub(crate) find: Option<Rc<str>>,
}

#[component]
pub(crate) fn SourceLine(props: &SourceLineProps) -> Html {
    let code = use_highlight(props.find.clone());
    let SourceLineProps { file, index, number, .. } = props;
    let (Some(text), Some(&mark)) = (file.lines.get(*index), file.marks.get(*index)) else {
        return Html::default();
    };
    let (word, label) = status_words(mark.status);
    let (status, continued) = if mark.continued { ("plain", Some(word)) } else { (word, None) };
    let class = classes!(mark.found.then_some("found"), props.find.is_some().then_some("hit"));
    html! {
        <li
            data-line={number.to_string()}
            data-status={status}
            data-continued={continued}
            class={(!class.is_empty()).then_some(class)}
            aria-current={props.is_selected.then_some("true")}
        >
            <a
                class="at"
                href={format!("{}L{number}", props.base)}
                tabindex={if props.is_tab_stop { "0" } else { "-1" }}
                aria-label={summary(file, mark, label, *number)}
            >
                {*number}
            </a>
            <span class="mark" title={(!mark.continued && !label.is_empty()).then_some(label)} />
            { jobs(file, mark) }
            if props.has_contexts { { contexts(mark) } }
            <code ref={code}>{ for pieces(text, tokens(file, *index)) }</code>
            { for notes(file, *number) }
        </li>
    }
}

/// Returns the word in `data-status`, and the one for screen readers.
fn status_words(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Run => ("run", source::RUN),
        Status::Miss => ("miss", source::MISSING),
        Status::Excluded => ("excluded", source::EXCLUDED),
        Status::Partial => ("partial", source::PARTIAL),
        Status::Plain => ("plain", ""),
    }
}

/// Returns the text that a screen reader reads before that of the line: number, status, jobs and
/// contexts.
fn summary(file: &FileView, mark: Mark, status: &'static str, number: u32) -> String {
    let mut parts = vec![source::line(number)];
    if !mark.continued && !status.is_empty() {
        parts.push(status.to_owned());
    }
    if file.jobs > 1 && is_run(mark) {
        parts.push(source::jobs_of(mark.jobs, file.jobs));
    }
    if mark.contexts > 0 {
        parts.push(words::contexts(mark.contexts.into()));
    }
    parts.join(", ")
}

/// Returns true if a statement that ran begins on the line.
fn is_run(mark: Mark) -> bool {
    matches!(mark.status, Status::Run | Status::Partial) && !mark.continued
}

/// The number of jobs that ran the line.
fn jobs(file: &FileView, mark: Mark) -> Html {
    if file.jobs < 2 {
        return Html::default();
    }
    if !is_run(mark) {
        return html! { <span class="jobs-of" /> };
    }
    html! {
        <span class="jobs-of" title={source::jobs_of(mark.jobs, file.jobs)}>
            {format!("{}/{}", mark.jobs, file.jobs)}
        </span>
    }
}

/// The number of contexts that ran the line.
fn contexts(mark: Mark) -> Html {
    match mark.contexts {
        0 => html! { <span class="contexts-of" /> },
        number => html! {
            <span class="contexts-of" title={words::contexts(number.into())}>
                {source::contexts(number.into())}
            </span>
        },
    }
}

/// Returns the notes at the end of the line.
fn notes(file: &FileView, number: u32) -> impl Iterator<Item = Html> {
    let start = file.notes.partition_point(|note| note.line < number);
    let here = file.notes.iter().skip(start).take_while(move |note| note.line == number);
    here.map(|Note { short, long, .. }| {
        html! { <span class="note" title={long.clone()}>{short.clone()}</span> }
    })
}

/// Returns the tokens of the line at `index`.
fn tokens(file: &FileView, index: usize) -> &[Token] {
    let end = |index: usize| file.token_ends.get(index).map_or(0, |&end| end as usize);
    let start = index.checked_sub(1).map_or(0, end);
    file.tokens.get(start..end(index)).unwrap_or_default()
}

/// A line's shown text, with its tokens highlighted.
fn pieces(text: &str, tokens: &[Token]) -> Vec<Html> {
    let shown = text.floor_char_boundary(LONGEST);
    let mut pieces = Vec::new();
    let mut at = 0;
    let plain =
        |from: usize, to: usize| text.get(from..to).filter(|text| !text.is_empty()).map(Html::from);
    for token in tokens {
        let (start, end) = (token.start as usize, (token.end as usize).min(shown));
        let Some(part) = text.get(start..end).filter(|_| start >= at) else { continue };
        pieces.extend(plain(at, start));
        at = end;
        let part = part.to_owned();
        pieces.push(match token.kind {
            TokenKind::Keyword => html! { <b>{part}</b> },
            TokenKind::Number => html! { <var>{part}</var> },
            TokenKind::String => html! { <samp>{part}</samp> },
            TokenKind::Comment => html! { <i>{part}</i> },
            TokenKind::Invisible => part.chars().map(invisible).collect(),
        });
    }
    pieces.extend(plain(at, shown));
    if text.is_empty() {
        // Without it, the browser would not copy an empty line.
        pieces.push(html! { <br /> });
    }
    if shown < text.len() {
        pieces.push(html! { <span class="cut">{source::cut(text.len() - shown)}</span> });
    }
    pieces
}

/// An invisible character. The style shows its name, and the browser copies the character itself.
fn invisible(character: char) -> Html {
    let name = format!("U+{:04X}", u32::from(character));
    html! { <span class="invisible" data-name={name}>{character.to_string()}</span> }
}
