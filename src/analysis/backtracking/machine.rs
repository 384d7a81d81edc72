//! Runs a program like the machine of the fancy-regex crate, and counts the work.

use std::ops::Range;

use fancy_regex::Assertion;
use fancy_regex::internal::Insn;
use regex_automata::hybrid::dfa::Cache;
use regex_automata::util::look::LookMatcher;
use regex_automata::{Anchored, Input};

use super::Program;
use super::part::MatchEnd;
use crate::effort::{Effort, Exhausted};

/// The maximum number of branches to backtrack to, as many as the fancy-regex crate allows, and of
/// slot values to restore.
const MAX_BRANCHES: usize = 1_000_000;
const MAX_TRAIL: usize = 4_000_000;

/// The bytes compared in the time of one step.
const BYTES_A_STEP: usize = 16;

/// Memory for a search, reused by the next search with the same program.
#[derive(Default)]
pub(crate) struct Scratch {
    state: State,
    caches: Vec<Option<Cache>>,
}

#[derive(Default)]
struct State {
    /// The values of the slots: positions in the text, and repetition counts. After the program's
    /// own slots come the height of the stack of atomic groups, and that stack.
    saves: Vec<usize>,
    /// The positions to backtrack to.
    branches: Vec<Branch>,
    /// The former values of slots, to be restored.
    trail: Vec<(usize, usize)>,
}

struct Branch {
    instruction: usize,
    at: usize,
    trail: usize,
}

/// The value of an unset slot.
const NONE: usize = usize::MAX;

impl State {
    fn reset(&mut self, slots: usize) {
        self.saves.clear();
        self.saves.resize(slots, NONE);
        self.saves.push(0);
        self.branches.clear();
        self.trail.clear();
    }

    fn get(&self, slot: usize) -> usize {
        self.saves.get(slot).copied().unwrap_or(NONE)
    }

    fn save(&mut self, slot: usize, value: usize) -> Result<(), Exhausted> {
        if slot >= self.saves.len() {
            self.saves.resize(slot + 1, NONE);
        }
        if let Some(saved) = self.saves.get_mut(slot) {
            let former = std::mem::replace(saved, value);
            if !self.branches.is_empty() {
                self.trail.push((slot, former));
            }
        }
        if self.trail.len() > MAX_TRAIL { Err(Exhausted) } else { Ok(()) }
    }

    fn push(&mut self, instruction: usize, at: usize) -> Result<(), Exhausted> {
        self.branches.push(Branch { instruction, at, trail: self.trail.len() });
        if self.branches.len() > MAX_BRANCHES { Err(Exhausted) } else { Ok(()) }
    }

    fn pop(&mut self) -> Option<(usize, usize)> {
        let branch = self.branches.pop()?;
        for (slot, former) in self.trail.drain(branch.trail..).rev() {
            if let Some(saved) = self.saves.get_mut(slot) {
                *saved = former;
            }
        }
        Some((branch.instruction, branch.at))
    }

    fn enter_atomic(&mut self, height: usize) -> Result<(), Exhausted> {
        let top = self.get(height);
        self.save(height + 1 + top, self.branches.len())?;
        self.save(height, top + 1)
    }

    fn leave_atomic(&mut self, height: usize) -> Result<(), Exhausted> {
        let top = self.get(height).saturating_sub(1);
        self.branches.truncate(self.get(height + 1 + top));
        self.save(height, top)
    }
}

/// The next step of a search.
enum Next {
    Instruction(usize),
    Failure,
    Match,
    Nowhere,
}

impl Program {
    /// Returns the first match in `text` from `start` on.
    pub(crate) fn find_from(
        &self,
        text: &str,
        start: usize,
        scratch: &mut Scratch,
        effort: &mut Effort,
    ) -> Result<Option<Range<usize>>, Exhausted> {
        scratch.caches.resize_with(self.parts.len(), || None);
        scratch.state.reset(self.slots);
        let mut run = Run {
            program: self,
            text,
            start,
            attempt: start,
            at: start,
            looks: LookMatcher::new(),
            state: &mut scratch.state,
            caches: &mut scratch.caches,
            effort,
        };
        let mut instruction = 0;
        loop {
            run.effort.step(1)?;
            match run.step(instruction)? {
                Next::Instruction(next) => instruction = next,
                Next::Failure => match run.state.pop() {
                    Some((next, at)) => (instruction, run.at) = (next, at),
                    None => return Ok(None),
                },
                Next::Match => {
                    let end = run.state.get(1);
                    return Ok(Some(run.state.get(0).min(end)..end));
                }
                Next::Nowhere => return Ok(None),
            }
        }
    }
}

/// One search.
struct Run<'r> {
    program: &'r Program,
    text: &'r str,
    /// The start of the search.
    start: usize,
    /// The start of the match that is being tried.
    attempt: usize,
    at: usize,
    looks: LookMatcher,
    state: &'r mut State,
    caches: &'r mut [Option<Cache>],
    effort: &'r mut Effort,
}

impl Run<'_> {
    #[allow(clippy::too_many_lines, reason = "one short arm for each instruction")]
    fn step(&mut self, here: usize) -> Result<Next, Exhausted> {
        let program = self.program;
        let Some(instruction) = program.instructions.get(here) else { return Ok(Next::Nowhere) };
        let is_met = match *instruction {
            Insn::End if program.finds_something && self.at == self.attempt => false,
            Insn::End => return Ok(Next::Match),
            Insn::Any => self.advance(&[]),
            Insn::AnyNoNL => self.advance(b"\n"),
            Insn::AnyNoCRLF => self.advance(b"\r\n"),
            Insn::Assertion(assertion) => self.holds(assertion)?,
            Insn::Lit(ref literal) => {
                self.effort.step(literal.len() / BYTES_A_STEP)?;
                let is_here = self.rest().starts_with(literal.as_bytes());
                self.at += if is_here { literal.len() } else { 0 };
                is_here
            }
            Insn::Split(first, second) => {
                self.state.push(second, self.at)?;
                return Ok(Next::Instruction(first));
            }
            Insn::SplitUnanchored(first, second) => {
                self.attempt = self.at;
                self.state.push(second, self.at)?;
                return Ok(Next::Instruction(first));
            }
            Insn::Jmp(target) => return Ok(Next::Instruction(target)),
            Insn::Save(slot) => self.save(slot, self.at)?,
            Insn::Save0(slot) => self.save(slot, 0)?,
            Insn::SaveCaptureGroupStart(group) => {
                let (start, end) = (self.state.get(group * 2), self.state.get(group * 2 + 1));
                start != NONE && end > self.at || self.save(group * 2, self.at)?
            }
            Insn::Restore(slot) => {
                self.at = self.state.get(slot);
                true
            }
            Insn::RepeatGr { lo, hi, next, repeat } | Insn::RepeatNg { lo, hi, next, repeat } => {
                let times = self.state.get(repeat);
                if times == hi {
                    return Ok(Next::Instruction(next));
                }
                self.state.save(repeat, times + 1)?;
                return self.repeat(instruction, times >= lo, here + 1, next);
            }
            Insn::RepeatEpsilonGr { lo, next, repeat, check }
            | Insn::RepeatEpsilonNg { lo, next, repeat, check } => {
                let times = self.state.get(repeat);
                if times > 0 && self.state.get(check) == self.at {
                    return Ok(Next::Instruction(next));
                }
                self.state.save(repeat, times + 1)?;
                if times >= lo {
                    self.state.save(check, self.at)?;
                }
                return self.repeat(instruction, times >= lo, here + 1, next);
            }
            Insn::GoBack(count) => self.go_back(count)?,
            Insn::FailNegativeLookAround => {
                // Drops the branches of the lookaround, including the last one.
                while let Some((branch, _)) = self.state.pop() {
                    if branch == here + 1 {
                        break;
                    }
                }
                false
            }
            Insn::Backref { slot, casei } => self.repeats(slot, casei)?,
            Insn::BackrefExistsCondition(group) => self.state.get(group * 2) != NONE,
            Insn::BeginAtomic => {
                self.state.enter_atomic(program.slots)?;
                true
            }
            Insn::EndAtomic => {
                self.state.leave_atomic(program.slots)?;
                true
            }
            Insn::Delegate(_) => self.run_part(here)?,
            Insn::ContinueFromPreviousMatchEnd { at_start } => {
                if at_start && self.at > self.start && self.state.branches.len() == 1 {
                    return Ok(Next::Nowhere);
                }
                self.at == self.start
            }
            // No pattern of Python compiles to these instructions.
            Insn::Fail | Insn::AbsentRepeater(_) => false,
        };
        Ok(if is_met { Next::Instruction(here + 1) } else { Next::Failure })
    }

    /// Repeats from `body` on, or continues with `next` after enough repetitions: a greedy
    /// repetition tries `body` first, a lazy one `next`.
    fn repeat(
        &mut self,
        instruction: &Insn,
        is_enough: bool,
        body: usize,
        next: usize,
    ) -> Result<Next, Exhausted> {
        if !is_enough {
            return Ok(Next::Instruction(body));
        }
        let is_greedy = matches!(instruction, Insn::RepeatGr { .. } | Insn::RepeatEpsilonGr { .. });
        let (first, second) = if is_greedy { (body, next) } else { (next, body) };
        self.state.push(second, self.at)?;
        Ok(Next::Instruction(first))
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn save(&mut self, slot: usize, value: usize) -> Result<bool, Exhausted> {
        self.state.save(slot, value)?;
        Ok(true)
    }

    /// Consumes a character that is none of `others`.
    fn advance(&mut self, others: &[u8]) -> bool {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let next = next.filter(|next| !others.iter().any(|&other| char::from(other) == *next));
        self.at += next.map_or(0, char::len_utf8);
        next.is_some()
    }

    fn go_back(&mut self, count: usize) -> Result<bool, Exhausted> {
        self.effort.step(count / BYTES_A_STEP)?;
        let before = self.text.get(..self.at).unwrap_or_default();
        let Some(last) = count.checked_sub(1) else { return Ok(true) };
        let place = before.char_indices().rev().nth(last);
        self.at = place.map_or(self.at, |(at, _)| at);
        Ok(place.is_some())
    }

    fn holds(&mut self, assertion: Assertion) -> Result<bool, Exhausted> {
        let (looks, text, at) = (&self.looks, self.text.as_bytes(), self.at);
        Ok(match assertion {
            Assertion::StartText => looks.is_start(text, at),
            Assertion::EndText => looks.is_end(text, at),
            Assertion::EndTextIgnoreTrailingNewlines { crlf } => {
                let is_newline = |byte: &u8| *byte == b'\n' || crlf && *byte == b'\r';
                let newlines = self.rest().iter().take_while(|byte| is_newline(byte)).count();
                self.effort.step(newlines / BYTES_A_STEP)?;
                newlines == self.rest().len()
            }
            Assertion::StartLine { crlf: false } => looks.is_start_lf(text, at),
            Assertion::StartLine { crlf: true } => looks.is_start_crlf(text, at),
            Assertion::EndLine { crlf: false } => looks.is_end_lf(text, at),
            Assertion::EndLine { crlf: true } => looks.is_end_crlf(text, at),
            Assertion::LeftWordBoundary => looks.is_word_start_unicode(text, at).unwrap_or(false),
            Assertion::RightWordBoundary => looks.is_word_end_unicode(text, at).unwrap_or(false),
            Assertion::LeftWordHalfBoundary => {
                looks.is_word_start_half_unicode(text, at).unwrap_or(false)
            }
            Assertion::RightWordHalfBoundary => {
                looks.is_word_end_half_unicode(text, at).unwrap_or(false)
            }
            Assertion::WordBoundary => looks.is_word_unicode(text, at).unwrap_or(false),
            Assertion::NotWordBoundary => looks.is_word_unicode_negate(text, at).unwrap_or(false),
        })
    }

    /// Consumes the text of the group whose start is in `slot` once more.
    fn repeats(&mut self, slot: usize, ignore_case: bool) -> Result<bool, Exhausted> {
        let span = self.state.get(slot)..self.state.get(slot + 1);
        let Some(group) = self.text.get(span) else { return Ok(false) };
        self.effort.step(group.len() / BYTES_A_STEP)?;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(here) = rest.get(..group.len()) else { return Ok(false) };
        let is_same = here == group.as_bytes()
            || ignore_case
                && match str::from_utf8(here) {
                    Ok(here) if here.is_ascii() => here.eq_ignore_ascii_case(group),
                    Ok(here) => {
                        self.effort.step(STEPS_A_PATTERN.saturating_add(group.len() * 100))?;
                        is_same_but_for_case(group, here)
                    }
                    Err(_) => false,
                };
        self.at += if is_same { group.len() } else { 0 };
        Ok(is_same)
    }

    fn run_part(&mut self, here: usize) -> Result<bool, Exhausted> {
        let (Some(Insn::Delegate(part)), Some(Some(automaton)), Some(cache)) = (
            self.program.instructions.get(here),
            self.program.parts.get(here),
            self.caches.get_mut(here),
        ) else {
            return Ok(false);
        };
        let cache = cache.get_or_insert_with(|| automaton.cache());
        let match_end = automaton.end_of_match(self.text, self.at, cache, self.effort)?;
        let input = Input::new(self.text).anchored(Anchored::Yes);
        let (end, input) = match match_end {
            MatchEnd::NoMatch => return Ok(false),
            MatchEnd::At(end) => (end, input.range(self.at..end)),
            MatchEnd::Unknown => match part.inner.search_half(&input.clone().range(self.at..)) {
                None => return Ok(false),
                Some(found) => (found.offset(), input.range(self.at..found.offset())),
            },
        };
        if let Some(groups) = part.capture_groups {
            self.effort.step(end - self.at)?;
            let mut slots = vec![None; (groups.end() - groups.start() + 1) * 2];
            part.inner.search_slots(&input, &mut slots);
            for (slot, value) in (groups.start() * 2..).zip(slots.into_iter().skip(2)) {
                if let Some(value) = value {
                    self.state.save(slot, value.get())?;
                }
            }
        }
        self.at = end;
        Ok(true)
    }
}

/// The steps for compiling a text as a pattern.
const STEPS_A_PATTERN: usize = 5_000;

fn is_same_but_for_case(one: &str, other: &str) -> bool {
    let pattern = format!(r"\A(?i:{})\z", regex::escape(one));
    regex::Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(other))
}
