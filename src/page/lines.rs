//! The lines of an open file: number, mark, jobs, text and notes.

use covdrop_protocol::{FileView, Mark, Note, Status, Token, TokenKind};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Event, Html, MouseEvent, TargetCast};

use crate::marks::Finder;
use crate::route::Route;
use crate::state::{Action, State};
use crate::tag::{Tag, link, tag};
use crate::window::{Part, SOURCE};

/// The most bytes of a line that are shown: what is longer was made by a program.
const LONGEST: usize = 2_000;

/// The height of a line, in pixels.
pub(crate) const HEIGHT: usize = 20;

/// The lines of an open file.
pub(crate) struct Lines<'a> {
    pub(crate) state: &'a State,
    pub(crate) file: &'a FileView,
    pub(crate) act: &'a Callback<Action>,
}

/// The word in `data-status`, and what a screen reader says of the line.
fn word(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Run => ("run", "run"),
        Status::Miss => ("miss", "missing"),
        Status::Excluded => ("excluded", "excluded"),
        Status::Partial => ("partial", "partial"),
        Status::Plain => ("plain", ""),
    }
}

impl Lines<'_> {
    /// The list of lines.
    pub(crate) fn list(&self) -> Tag {
        let part = Part::new(self.file.lines.len(), SOURCE, HEIGHT, &self.state.reach);
        let [above, below] = part.lines();
        let base = format!("{}&", Route { lines: None, ..self.state.route.clone() });
        let find = &self.state.find;
        let finder = (!find.is_empty()).then(|| Finder::new(find));
        let lines = part.range.clone();
        let lines = lines.filter_map(|index| self.line(index, &base, finder.as_ref()));
        part.mark(tag("ol")).all(above).all(lines).all(below).ask(
            ListenerKind::onclick,
            self.act,
            range_to,
        )
    }

    fn line(&self, index: usize, base: &str, finder: Option<&Finder<'_>>) -> Option<Html> {
        let file = self.file;
        let (text, &mark) = (file.lines.get(index)?, file.marks.get(index)?);
        let number = u32::try_from(index + 1).ok()?;
        let (word, said) = word(mark.status);
        let (status, goes_on) = if mark.continued { ("plain", Some(word)) } else { (word, None) };
        let is_here =
            self.state.route.lines.is_some_and(|(first, last)| (first..=last).contains(&number));
        let is_hit = finder.is_some_and(|finder| finder.is_in(text));
        let class = match (mark.found, is_hit) {
            (true, true) => Some("found hit"),
            (true, false) => Some("found"),
            (false, true) => Some("hit"),
            (false, false) => None,
        };
        let at = link(number.to_string(), format!("{base}L{number}")).class("at");
        let mut sign = tag("span; class=mark");
        if !mark.continued && !said.is_empty() {
            sign = sign.tag(tag("span; class=said").text(said));
        }
        let line = tag("li")
            .key(number.to_string())
            .owned("data-line", number.to_string())
            .set("data-status", status)
            .maybe("class", class)
            .maybe("data-continued", goes_on)
            .maybe("aria-current", is_here.then_some("true"))
            .tag(at.owned("aria-label", format!("Line {number}")))
            .tag(sign)
            .child(self.jobs(mark))
            .tag(tag("code").all(pieces(text, tokens(file, index))))
            .all(self.notes(number));
        Some(line.html())
    }

    /// How many jobs ran the line.
    fn jobs(&self, mark: Mark) -> Html {
        let all = self.file.jobs;
        if all < 2 {
            return Html::default();
        }
        let is_counted = matches!(mark.status, Status::Run | Status::Partial) && !mark.continued;
        let words = if is_counted { format!("{}/{all}", mark.jobs) } else { String::new() };
        tag("span; class=jobs-of").say(words).html()
    }

    fn notes(&self, number: u32) -> Vec<Html> {
        let notes = &self.file.notes;
        let start = notes.partition_point(|note| note.line < number);
        let here = notes.iter().skip(start).take_while(|note| note.line == number);
        let note = |note: &Note| {
            let sign = tag("span; class=note").owned("title", note.long.clone());
            sign.say(note.short.clone()).html()
        };
        here.map(note).collect()
    }
}

/// The tokens of the line at `index`.
fn tokens(file: &FileView, index: usize) -> &[Token] {
    let end = |index: usize| file.token_ends.get(index).map_or(0, |&end| end as usize);
    let start = index.checked_sub(1).map_or(0, end);
    file.tokens.get(start..end(index)).unwrap_or_default()
}

/// A line's text with its tokens, as far as it is shown.
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
        let name = match token.kind {
            TokenKind::Keyword => "b",
            TokenKind::Number => "var",
            TokenKind::String => "samp",
            TokenKind::Comment => "i",
            TokenKind::Invisible => {
                pieces.extend(part.chars().map(invisible));
                continue;
            }
        };
        pieces.push(tag(name).say(part.to_owned()).html());
    }
    pieces.extend(plain(at, shown));
    if text.is_empty() {
        // Or the line would be left out when it is copied.
        pieces.push(tag("br").html());
    }
    if shown < text.len() {
        let more = format!("… {} more bytes", text.len() - shown);
        pieces.push(tag("span; class=cut").say(more).html());
    }
    pieces
}

/// A character that would not be seen as it is: the style shows its name, and what is copied is the
/// character itself.
fn invisible(character: char) -> Html {
    let name = format!("U+{:04X}", u32::from(character));
    tag("span; class=invisible").owned("data-name", name).say(character.into()).html()
}

/// A line's number that was clicked with the shift key.
fn range_to(event: &Event) -> Option<Action> {
    let is_shift = event.dyn_ref::<MouseEvent>()?.shift_key();
    let number = event.target_dyn_into::<Element>()?.closest(".at").ok()??;
    let line = number.text_content()?.parse().ok()?;
    is_shift.then(|| {
        // A browser would open another window.
        event.prevent_default();
        Action::Extend(line)
    })
}
