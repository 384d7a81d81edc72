//! An open file: its source, line by line, and how each line stands.

use std::rc::Rc;

use covdrop_protocol::{FileView, Mark, Status};
use yew::prelude::*;

use crate::route::Route;

/// What [`FilePane`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) file: Rc<FileView>,
    /// The line that the address points at.
    pub(crate) line: Option<u32>,
}

/// The word in `data-status`, and what a screen reader says of the line.
fn word(status: Status) -> (&'static str, Option<&'static str>) {
    match status {
        Status::Run => ("run", Some("run")),
        Status::Miss => ("miss", Some("missing")),
        Status::Excluded => ("excluded", Some("excluded")),
        Status::Partial => ("partial", Some("partial")),
        Status::Plain => ("plain", None),
    }
}

/// An open file.
#[component]
pub(crate) fn FilePane(Props { file, line }: &Props) -> Html {
    let numbers = &file.numbers;
    let notes = |number: u32| {
        let start = file.notes.partition_point(|note| note.line < number);
        let notes = file.notes[start..].iter().take_while(move |note| note.line == number);
        notes.map(
            |note| html! { <span class="note" title={note.long.clone()}>{ &note.short }</span> },
        )
    };
    let row = |(number, (text, mark)): (u32, (&String, &Mark))| {
        let (word, said) = word(mark.status);
        let (status, goes_on) = if mark.continued { ("plain", Some(word)) } else { (word, None) };
        let said = said.filter(|_| !mark.continued);
        let here = Route { file: Some(file.path.clone()), line: Some(number) };
        html! {
            <li key={number} data-line={number.to_string()} data-status={status} data-continued={goes_on}
                aria-current={(*line == Some(number)).then_some("true")}>
                <a class="at" href={here.to_string()} aria-label={format!("Line {number}")}>{ number }</a>
                <span class="mark">if let Some(said) = said { <span class="said">{ said }</span> }</span>
                <code>{ text }</code>
                { for notes(number) }
            </li>
        }
    };
    html! {
        <article class="file">
            <header>
                <a class="up" href={Route::list().to_string()}>{ "All files" }</a>
                <h2><bdi>{ &file.path }</bdi></h2>
                <p class="numbers">
                    <strong>{ &numbers.cover }</strong>
                    { format!(" · {} statements · {} missing · {} excluded", numbers.stmts, numbers.miss, numbers.excluded) }
                    if numbers.branch > 0 {
                        { format!(" · {} branches · {} partial", numbers.branch, numbers.brpart) }
                    }
                </p>
            </header>
            <ol class="source">{ for (1..).zip(file.lines.iter().zip(&file.marks)).map(row) }</ol>
        </article>
    }
}
