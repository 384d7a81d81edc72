//! The state of an open bracket or f-string, with its nesting depth.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Outside all brackets, inside a bracket, or in the braces of an f-string.
    Code,
    /// The literal part of an f-string, up to its closing quote.
    FString { quote: u8, triple: bool },
    /// The text after the colon in the braces of an f-string.
    FormatSpec { quote: u8, triple: bool },
}

/// An open bracket or f-string.
pub(super) struct Level {
    pub(super) kind: Kind,
    /// The depth outside it.
    pub(super) base: u32,
    /// The number of operators so far that nest to their right.
    pub(super) chain: u32,
    /// The number of consecutive powers, which any other binary operator ends.
    pub(super) powers: u32,
    /// The number of consecutive unary operators.
    pub(super) run: u32,
    /// An upper bound of the tree depth of the current expression.
    pub(super) tree: u32,
    /// The same bound for the expressions before the last comma.
    pub(super) earlier: u32,
    /// The number of lambdas whose colon has not come yet.
    pub(super) lambdas: u32,
}

impl Level {
    pub(super) const fn new(kind: Kind, base: u32) -> Level {
        Level { kind, base, chain: 0, powers: 0, run: 0, tree: 0, earlier: 0, lambdas: 0 }
    }

    pub(super) const fn depth(&self) -> u32 {
        self.base + self.chain + self.powers + self.run
    }

    /// Resets the counts after a comma.
    pub(super) const fn reset(&mut self) {
        self.earlier = self.deepest();
        (self.chain, self.powers, self.run, self.tree, self.lambdas) = (0, 0, 0, 0, 0);
    }

    pub(super) const fn deepest(&self) -> u32 {
        if self.tree > self.earlier { self.tree } else { self.earlier }
    }
}
