//! Finds the possible arcs between lines in the syntax tree, by coverage.py's rules.
//!
//! Only arcs that matter to branches are found; arcs between a `try` body and its handlers, or into
//! a code object, are left out. Every line is the first one of its logical line.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::Ranged;

use crate::TargetVersion;
use crate::constant::constant_test;
use crate::logical::LineMap;
use crate::messages::{Action, Cause, Fragment};
use crate::predicates::is_irrefutable;
use crate::raw_arc::RawArc;
use crate::suites::suites;
use crate::withs::Withs;

/// The result of the walk.
pub(crate) struct PossibleArcs {
    /// The arcs, unsorted and with repetitions, before jumps out of `with` are corrected.
    pub(crate) arcs: Vec<RawArc>,
    /// The message fragments for arcs that were not taken.
    pub(crate) fragments: Vec<Fragment>,
    /// The facts for correcting jumps out of `with`.
    pub(crate) withs: Withs,
}

/// Walks a module. `code` has the first lines of its lines with code.
pub(crate) fn possible_arcs(
    module: &[Stmt],
    lines: &LineMap,
    code: &LineSet,
    target: TargetVersion,
) -> PossibleArcs {
    let found = PossibleArcs { arcs: vec![], fragments: vec![], withs: Withs::default() };
    let mut walk = Walk { lines, code, target, found, blocks: vec![] };
    walk.module(module);
    walk.code_objects(module);
    walk.found
}

/// The line from which control leaves a statement, and the reason why it might not have left.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Exit {
    line: i32,
    cause: Cause,
}

impl Exit {
    const fn plain(line: i32) -> Exit {
        Exit { line, cause: Cause::Unstated }
    }
}

type Exits = Vec<Exit>;

/// A block around a statement that catches its jumps.
enum Block {
    Loop { top: i32, breaks: Exits },
    Try { handler: Option<i32> },
    Function { first: i32, name: Box<str> },
}

struct Walk<'a> {
    lines: &'a LineMap,
    code: &'a LineSet,
    target: TargetVersion,
    found: PossibleArcs,
    /// The blocks around the current statement within its code object, the innermost last.
    blocks: Vec<Block>,
}

impl Walk<'_> {
    fn module(&mut self, body: &[Stmt]) {
        // Before 3.10, a module's code object started at its first statement.
        let first = match body.first() {
            Some(stmt) if self.target < TargetVersion::Py310 => self.line(stmt),
            _ => 1,
        };
        if body.is_empty() {
            self.found.arcs.push((first, -first));
            return;
        }
        for exit in self.suite(body, vec![]) {
            self.arc(exit.line, -first, exit.cause, Action::ExitModule);
        }
    }

    /// Walks the functions and classes in `body`, at any depth.
    fn code_objects(&mut self, body: &[Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::FunctionDef(def) => {
                    let block =
                        Block::Function { first: self.line(stmt), name: (&*def.name).into() };
                    self.blocks.push(block);
                    let exits = self.suite(&def.body, vec![]);
                    self.leave_function(exits);
                    self.blocks.pop();
                }
                Stmt::ClassDef(def) => {
                    let first = self.line(stmt);
                    for exit in self.suite(&def.body, vec![]) {
                        let action = Action::ExitClass((&*def.name).into());
                        self.arc(exit.line, -first, exit.cause, action);
                    }
                }
                _ => {}
            }
            for suite in suites(stmt) {
                self.code_objects(suite);
            }
        }
    }

    /// Returns the line of a statement, or of its first decorator.
    fn line(&self, stmt: &Stmt) -> i32 {
        match stmt {
            Stmt::FunctionDef(def) => match def.decorator_list.first() {
                Some(decorator) => self.first(&decorator.expression),
                None => self.first(&def.name),
            },
            Stmt::ClassDef(def) => match def.decorator_list.first() {
                Some(decorator) => self.first(&decorator.expression),
                None => self.first(&def.name),
            },
            _ => self.first(stmt),
        }
    }

    fn first(&self, node: &impl Ranged) -> i32 {
        i32::try_from(self.lines.first_at(node.start())).unwrap_or(i32::MAX)
    }

    fn arc(&mut self, from: i32, to: i32, cause: Cause, action: Action) {
        self.found.arcs.push((from, to));
        self.found.withs.entered(from, to);
        self.found.fragments.push(Fragment { arc: (from, to), cause, action });
    }

    fn jump(&mut self, exit: Exit, to: i32) {
        self.arc(exit.line, to, exit.cause, Action::Jump);
    }

    /// Walks a suite that is entered from `entries`, and returns its exits.
    fn suite(&mut self, body: &[Stmt], entries: Exits) -> Exits {
        let mut exits = entries;
        for stmt in body {
            let line = self.line(stmt);
            if !has_code(self.code, line) {
                continue;
            }
            exits.sort_unstable();
            exits.dedup();
            for &exit in &exits {
                self.jump(exit, line);
            }
            exits = self.statement(stmt, line);
        }
        exits
    }

    fn statement(&mut self, stmt: &Stmt, line: i32) -> Exits {
        match stmt {
            Stmt::If(node) => self.if_(node, line),
            Stmt::For(node) => self.for_(node, line),
            Stmt::While(node) => self.while_(node, line),
            Stmt::Try(node) => self.try_(node, line),
            Stmt::With(node) => self.with(node, line),
            Stmt::Match(node) => self.match_(node, line),
            Stmt::FunctionDef(def) => self.decorated(&def.decorator_list, &def.name),
            Stmt::ClassDef(def) => self.decorated(&def.decorator_list, &def.name),
            Stmt::Break(_) => {
                let exit = Exit { line, cause: Cause::BreakNotRun };
                let around = self.blocks.iter_mut().rev();
                if let Some(breaks) = around.into_iter().find_map(|block| match block {
                    Block::Loop { breaks, .. } => Some(breaks),
                    _ => None,
                }) {
                    breaks.push(exit);
                }
                vec![]
            }
            Stmt::Continue(_) => {
                let top = self.blocks.iter().rev().find_map(|block| match block {
                    Block::Loop { top, .. } => Some(*top),
                    _ => None,
                });
                if let Some(top) = top {
                    self.jump(Exit { line, cause: Cause::ContinueNotRun }, top);
                }
                vec![]
            }
            Stmt::Return(_) => {
                self.leave_function(vec![Exit { line, cause: Cause::ReturnNotRun }]);
                vec![]
            }
            Stmt::Raise(_) => {
                self.raise(Exit { line, cause: Cause::RaiseNotRun });
                vec![]
            }
            _ => vec![Exit::plain(line)],
        }
    }

    fn leave_function(&mut self, mut exits: Exits) {
        exits.sort_unstable();
        exits.dedup();
        let function = self.blocks.iter().rev().find_map(|block| match block {
            Block::Function { first, name } => Some((*first, name.clone())),
            _ => None,
        });
        if let Some((first, name)) = function {
            for exit in exits {
                self.arc(exit.line, -first, exit.cause, Action::Return(name.clone()));
            }
        }
    }

    fn raise(&mut self, exit: Exit) {
        let catcher = self.blocks.iter().rev().find(|block| !matches!(block, Block::Loop { .. }));
        match catcher {
            Some(Block::Try { handler: Some(handler) }) => {
                let handler = *handler;
                self.jump(exit, handler);
            }
            Some(Block::Function { first, name }) => {
                let (first, name) = (*first, name.clone());
                self.arc(exit.line, -first, exit.cause, Action::Except(name));
            }
            _ => {}
        }
    }

    fn decorated(&mut self, decorators: &[ast::Decorator], name: &ast::Identifier) -> Exits {
        let def = self.first(name);
        let mut last = None;
        for decorator in decorators {
            let line = self.first(&decorator.expression);
            if let Some(last) = last
                && last != line
            {
                self.plain(last, line);
            }
            last = Some(line);
        }
        if let Some(last) = last {
            self.plain(last, def);
        }
        vec![Exit::plain(def)]
    }

    /// Adds an arc without a message.
    fn plain(&mut self, from: i32, to: i32) {
        self.found.arcs.push((from, to));
        self.found.withs.entered(from, to);
    }

    fn if_(&mut self, node: &ast::StmtIf, line: i32) -> Exits {
        let mut exits = vec![];
        let mut line = line;
        let mut test = &*node.test;
        let mut body = &node.body;
        let mut clauses = node.elif_else_clauses.iter();
        loop {
            let constant = constant_test(test);
            if constant != Some(false) {
                let entry = Exit { line, cause: Cause::ConditionNeverTrue };
                exits.extend(self.suite(body, vec![entry]));
            }
            if constant == Some(true) {
                return exits;
            }
            let entry = Exit { line, cause: Cause::ConditionAlwaysTrue };
            let Some(clause) = clauses.next() else {
                exits.push(entry);
                return exits;
            };
            let Some(next) = &clause.test else {
                exits.extend(self.suite(&clause.body, vec![entry]));
                return exits;
            };
            // An `elif` is a lone `if` in the else part.
            line = self.first(clause);
            if !has_code(self.code, line) {
                exits.push(entry);
                return exits;
            }
            self.jump(entry, line);
            test = next;
            body = &clause.body;
        }
    }

    /// Walks a loop's body, and returns the exits of its breaks.
    fn loop_body(&mut self, body: &[Stmt], top: i32, cause: Cause) -> Exits {
        self.blocks.push(Block::Loop { top, breaks: vec![] });
        let mut exits = self.suite(body, vec![Exit { line: top, cause }]);
        exits.sort_unstable();
        exits.dedup();
        for exit in exits {
            self.jump(exit, top);
        }
        match self.blocks.pop() {
            Some(Block::Loop { breaks, .. }) => breaks,
            _ => vec![],
        }
    }

    fn for_(&mut self, node: &ast::StmtFor, top: i32) -> Exits {
        let mut exits = self.loop_body(&node.body, top, Cause::LoopNeverStarted);
        let entry = Exit { line: top, cause: Cause::LoopNotCompleted };
        exits.extend(self.suite(&node.orelse, vec![entry]));
        exits
    }

    fn while_(&mut self, node: &ast::StmtWhile, top: i32) -> Exits {
        let mut exits = self.loop_body(&node.body, top, Cause::ConditionNeverTrue);
        if !node.orelse.is_empty() || constant_test(&node.test).is_none() {
            let entry = Exit { line: top, cause: Cause::ConditionAlwaysTrue };
            exits.extend(self.suite(&node.orelse, vec![entry]));
        }
        exits
    }

    fn match_(&mut self, node: &ast::StmtMatch, line: i32) -> Exits {
        let mut exits = vec![];
        let mut last = Exit { line, cause: Cause::PatternAlwaysMatched };
        for case in &node.cases {
            let here = self.first(&case.pattern);
            self.jump(last, here);
            let entry = Exit { line: here, cause: Cause::PatternNeverMatched };
            exits.extend(self.suite(&case.body, vec![entry]));
            last.line = here;
        }
        if !node.cases.last().is_some_and(is_irrefutable) {
            exits.push(last);
        }
        exits
    }

    fn try_(&mut self, node: &ast::StmtTry, line: i32) -> Exits {
        let handlers = || node.handlers.iter().map(|ast::ExceptHandler::ExceptHandler(h)| h);
        let handler = handlers().next().map(|handler| self.first(handler));
        self.blocks.push(Block::Try { handler });
        let mut exits = self.suite(&node.body, vec![Exit::plain(line)]);
        // Handlers and the else part are only inside the finally part.
        self.blocks.pop();
        let finally = !node.finalbody.is_empty();
        if finally {
            self.blocks.push(Block::Try { handler: None });
        }
        let mut caught = vec![];
        for handler in handlers() {
            let entry = Exit { line: self.first(handler), cause: Cause::ExceptionNotRaised };
            caught.extend(self.suite(&handler.body, vec![entry]));
        }
        if !node.orelse.is_empty() {
            exits = self.suite(&node.orelse, exits);
        }
        exits.extend(caught);
        if finally {
            self.blocks.pop();
            let reached = !exits.is_empty();
            let after = self.suite(&node.finalbody, exits);
            exits = if reached { after } else { vec![] };
        }
        exits
    }

    fn with(&mut self, node: &ast::StmtWith, line: i32) -> Exits {
        self.found.withs.enter(line);
        let mut exits = self.suite(&node.body, vec![Exit::plain(line)]);
        self.found.withs.leave(line);
        if exits.is_empty() {
            return exits;
        }
        if self.target < TargetVersion::Py310 {
            return exits;
        }
        exits.sort_unstable();
        exits.dedup();
        for exit in exits {
            self.plain(exit.line, line);
            self.found.withs.exited(exit.line, line);
        }
        vec![Exit::plain(line)]
    }
}

fn has_code(code: &LineSet, line: i32) -> bool {
    Line::from_i64(line.into()).is_some_and(|line| code.contains(line))
}
