//! Compiles patterns that need backtracking: lookaround, backreferences, conditions, atomic groups.
//!
//! The fancy-regex crate compiles them to a program, some parts of which need no backtracking. Its
//! own machine limits only the number of backtracks, but neither the work in between nor the bytes
//! that the parts read. [`machine`] runs the same programs and counts all of this work.

mod machine;
mod part;

use fancy_regex::Expr;
use fancy_regex::internal::{
    AnalyzeContext, CompileOptions, FLAG_UNICODE, Insn, analyze, can_compile_as_anchored, compile,
};

pub(crate) use machine::Scratch;
use part::Part;

/// A compiled pattern of the fancy-regex crate.
#[derive(Debug)]
pub(crate) struct Program {
    instructions: Vec<Insn>,
    /// The automaton of each instruction that runs a part.
    parts: Vec<Option<Part>>,
    /// The number of slots that the instructions use.
    slots: usize,
    finds_something: bool,
}

/// The maximum number of states of the automata for all parts of a pattern.
const MAX_STATES: usize = 200_000;

impl Program {
    /// Compiles a pattern. With `finds_something`, it has no empty match.
    pub(crate) fn new(regex: &str, finds_something: bool) -> Result<Program, String> {
        let read = |error: fancy_regex::Error| error.to_string();
        let tree = Expr::parse_tree_with_flags(regex, FLAG_UNICODE).map_err(read)?;
        if states(&tree.expr) > MAX_STATES {
            return Err(TOO_LARGE.to_owned());
        }
        let context =
            AnalyzeContext { explicit_capture_group_0: false, find_not_empty: finds_something };
        let options = CompileOptions {
            anchored: can_compile_as_anchored(&tree.expr),
            contains_subroutines: false,
        };
        let info = analyze(&tree, context).map_err(read)?;
        let instructions = compile(&info, options).map_err(read)?.body;
        let parts = instructions.iter().map(Part::of).collect::<Result<_, _>>()?;
        let slots = instructions.iter().map(slots).max().unwrap_or_default();
        Ok(Program { instructions, parts, slots, finds_something })
    }
}

/// The regex crate's message for a pattern that is too large.
const TOO_LARGE: &str = "it exceeds size limit";

/// Estimates the number of states of the automata for the parts of `expr`.
fn states(expr: &Expr) -> usize {
    let own = match expr {
        Expr::Literal { val, casei: false } => val.len(),
        Expr::Literal { val, casei: true } => val.len().saturating_mul(8),
        Expr::Delegate { inner, .. } if inner.is_ascii() && !inner.contains(['\\', '^']) => 4,
        Expr::Delegate { inner, .. } => inner.len().saturating_add(300),
        _ => 4,
    };
    let inside = expr.children_iter().map(states).fold(own, usize::saturating_add);
    match expr {
        Expr::Repeat { lo, hi, .. } => {
            let times = if *hi == usize::MAX { lo + 1 } else { *hi };
            inside.saturating_mul(times)
        }
        _ => inside,
    }
}

/// Returns the number of slots that `instruction` needs.
fn slots(instruction: &Insn) -> usize {
    match instruction {
        Insn::Save(slot) | Insn::Save0(slot) | Insn::Restore(slot) => slot + 1,
        Insn::SaveCaptureGroupStart(group) | Insn::BackrefExistsCondition(group) => group * 2 + 2,
        Insn::RepeatGr { repeat, .. } | Insn::RepeatNg { repeat, .. } => repeat + 1,
        Insn::RepeatEpsilonGr { repeat, check, .. }
        | Insn::RepeatEpsilonNg { repeat, check, .. } => repeat.max(check) + 1,
        Insn::Backref { slot, .. } => slot + 2,
        Insn::Delegate(part) => part.capture_groups.map_or(0, |range| range.end() * 2),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effort::Spent;

    /// The machine of the fancy-regex crate runs the same programs.
    #[test]
    fn programs_find_the_same_matches_as_fancy_regex() {
        let texts =
            ["", "a", "aab", "abab\nab  b\n", "(a) [b] <c>", "xéé éx\r\n\r\n", "aaaaab\n\n"];
        for regex in [
            r"(?=a)",
            r"(?<!a)b",
            r"(?<=a|b)\w",
            r"(?=(a|a)*b)c",
            r"(a*)(?!b)",
            r"((a)|b)+\1",
            r"(?i)(é|a)x?\1",
            r"(?>a*)b",
            r"(?>a|ab)(?=b|\n)",
            r"(?:(?=.)a){2,4}?b",
            r"(?:(?!b).)*+",
            r"(?m)^(?=.*b).+$",
            r"(?:(?!x)(.))+?\1",
            r"(\()?a(?(1)\)|b)",
            r"\b(?!a)\w+\b",
            r"(?:(?=a*)|b)+",
            r"(?s)a(?=.*b).*?\n(?!\n)",
            r"[^\n]+(?=\n*\z)",
            r"(?:a(?!c)|(?:b(?!c)|a)+)*",
            r"(?m)(?<!\n)$",
        ] {
            let theirs = fancy_regex::Regex::new(regex).unwrap();
            let ours = Program::new(regex, false).unwrap();
            let spent = std::sync::Arc::new(Spent::default());
            for text in texts {
                let mut scratch = Scratch::default();
                for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                    let expected = theirs.find_from_pos(text, at).unwrap().map(|span| span.range());
                    let found = ours.find_from(text, at, &mut scratch, &mut spent.effort(1000));
                    assert_eq!(found.ok().unwrap(), expected, "{regex} in {text:?} from {at}");
                }
            }
        }
    }

    #[test]
    fn the_size_of_all_parts_is_limited() {
        for regex in [
            r"(?=a)[a-z]{100000}".to_owned(),
            r"(?=a)\w{999}".to_owned(),
            r"(?=a)\w{30}".repeat(50),
            r"(?:(?:(?=a)[ab]{99}){99}){99}".to_owned(),
        ] {
            let refused = Program::new(&regex, false).err();
            assert_eq!(refused.as_deref(), Some(TOO_LARGE), "{regex}");
        }
    }
}
