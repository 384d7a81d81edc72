//! A bracket or f-string at hand, and how deep it is in it.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Outside of all brackets, inside of some, or in the braces of an f-string.
    Code,
    /// The literal part of an f-string, which its quote ends.
    FString { quote: u8, triple: bool },
    /// What follows the colon in the braces of an f-string.
    FormatSpec { quote: u8, triple: bool },
}

/// A bracket or f-string at hand.
pub(super) struct Level {
    pub(super) kind: Kind,
    /// The depth outside of it.
    pub(super) base: u32,
    /// Operators that nest to their right, so far.
    pub(super) chain: u32,
    /// Powers in a row, which any other binary operator ends.
    pub(super) powers: u32,
    /// Unary operators in a row.
    pub(super) run: u32,
    /// The depth that the tree of the expression so far has at most.
    pub(super) tree: u32,
    /// The same for the expressions before the last comma.
    pub(super) earlier: u32,
    /// Lambdas whose colon is yet to come.
    pub(super) lambdas: u32,
}

impl Level {
    pub(super) const fn new(kind: Kind, base: u32) -> Level {
        Level { kind, base, chain: 0, powers: 0, run: 0, tree: 0, earlier: 0, lambdas: 0 }
    }

    pub(super) const fn depth(&self) -> u32 {
        self.base + self.chain + self.powers + self.run
    }

    /// Starts afresh, as after a comma.
    pub(super) const fn reset(&mut self) {
        self.earlier = self.deepest();
        (self.chain, self.powers, self.run, self.tree, self.lambdas) = (0, 0, 0, 0, 0);
    }

    pub(super) const fn deepest(&self) -> u32 {
        if self.tree > self.earlier { self.tree } else { self.earlier }
    }
}
