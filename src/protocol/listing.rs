//! The list of files, folders, functions or classes: what to show of it, and its rows.
//!
//! The worker filters, sorts and adds up, so that the page knows no more than what a row looks
//! like, and totals over a choice of files are counted where all totals are.

use serde::{Deserialize, Serialize};

use crate::{Numbers, Rows};

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Files, each by its whole path.
    #[default]
    Files,
    /// Folders and the files in them, each folder before what is in it.
    Tree,
    /// The functions of all files.
    Functions,
    /// The classes of all files.
    Classes,
}

/// What to sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// The name, as coverage.py's text report orders names.
    #[default]
    Name,
    /// Statements.
    Stmts,
    /// Statements that did not run.
    Miss,
    /// Excluded lines.
    Excluded,
    /// Possible ways out of branching lines.
    Branch,
    /// Ways out, not taken, of lines that ran.
    BrPart,
    /// The percentage of statements alone.
    StmtCover,
    /// The percentage of branches alone.
    BranchCover,
    /// The percentage of statements and branches.
    Cover,
}

/// Which rows to show, and in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// What the rows are.
    pub shape: Shape,
    /// Words that the path must hold (for functions and classes: the path or the name), in this
    /// order, parted by spaces. Upper case is minded only where a word has some.
    pub filter: String,
    /// The least percentage to show, 0 to 100.
    pub least: u8,
    /// The greatest percentage to show, 0 to 100.
    pub greatest: u8,
    /// Leaves out what is covered wholly.
    pub hide_covered: bool,
    /// Leaves out what has no statement.
    pub hide_empty: bool,
    /// What to sort by; of equal rows the names decide.
    pub sort: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for ListQuery {
    fn default() -> ListQuery {
        ListQuery {
            shape: Shape::default(),
            filter: String::new(),
            least: 0,
            greatest: 100,
            hide_covered: false,
            hide_empty: false,
            sort: Column::default(),
            descending: false,
        }
    }
}

/// The rows that a [`ListQuery`] asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// What was asked.
    pub query: ListQuery,
    /// The rows, in order. In a tree each folder comes before what is in it, and what is in it is
    /// sorted by itself.
    pub rows: Rows,
    /// How many of the rows are no folders.
    pub shown: u32,
    /// The sums over the rows; over the files alone in a tree.
    pub totals: Numbers,
    /// How many files, functions or classes there are to choose from.
    pub of: u32,
    /// How many are left out for being covered wholly.
    pub hidden_covered: u32,
    /// How many are left out for having no statement.
    pub hidden_empty: u32,
}

/// A rectangle of the map: a file, its area its statements, inside those of its folders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// The path of the file or folder.
    pub path: String,
    /// The last part of the path.
    pub name: String,
    /// Whether it is a folder; its tiles follow it.
    pub is_folder: bool,
    /// The left edge, in pixels of the map that was asked for.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width.
    pub width: f32,
    /// The height.
    pub height: f32,
    /// Its numbers.
    pub numbers: Numbers,
}

/// The numbers of each file in each job by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// The files, in the order that was asked for.
    pub rows: Vec<MatrixRow>,
    /// The sums over these files, by the place of the job in the overview; nothing where the job has
    /// no data of any.
    pub totals: Vec<Option<Cell>>,
    /// How many files there are to choose from.
    pub of: u32,
}

/// A file in each job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The path in the source tree.
    pub path: String,
    /// The same to show.
    pub name: String,
    /// By the place of the job in the overview; nothing where the job has no data of the file.
    pub cells: Vec<Option<Cell>>,
}

/// A file, or all files, in one job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The percentage as it is printed, sign included.
    pub cover: String,
    /// The percentage, from 0 to 100.
    pub percent: f32,
    /// How many statements no other job that is on covers.
    pub only: u32,
}
