//! Lists of files, folders, functions or classes, the treemap and the matrix: queries and answers.
//!
//! The worker filters, sorts and adds up, so that the page only draws rows, and so that one place
//! computes all totals.

use serde::{Deserialize, Serialize};

use crate::{Numbers, Rows};

/// The kind of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Files, each by its whole path.
    #[default]
    Files,
    /// Folders and files; each folder comes before its contents.
    Tree,
    /// The functions of all files.
    Functions,
    /// The classes of all files.
    Classes,
}

/// A column to sort by.
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
    /// Branches.
    Branch,
    /// Branches, not taken, of lines that ran.
    BrPart,
    /// The percentage of statements alone.
    StmtCover,
    /// The percentage of branches alone.
    BranchCover,
    /// The percentage of statements and branches.
    Cover,
}

/// The query for a list: filter and order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// The kind of the rows.
    pub shape: Shape,
    /// Words that the path must contain in this order, separated by spaces; for functions and
    /// classes, the path or the name. Case matters only for words with an upper-case letter.
    pub filter: String,
    /// The least percentage to show, 0 to 100.
    pub least: u8,
    /// The greatest percentage to show, 0 to 100.
    pub greatest: u8,
    /// Whether the list leaves out rows that are fully covered.
    pub hide_covered: bool,
    /// Whether the list leaves out rows without statements.
    pub hide_empty: bool,
    /// The column to sort by; names break ties.
    pub sort: Column,
    /// Whether the order is descending.
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

/// The answer to a [`ListQuery`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The query.
    pub query: ListQuery,
    /// The rows, in order. In a tree each folder comes before its contents, and each folder's
    /// contents are sorted separately.
    pub rows: Rows,
    /// The number of rows other than folders.
    pub shown: u32,
    /// The sums over the rows; in a tree, over its files.
    pub totals: Numbers,
    /// The number of all files, functions or classes, without a filter.
    pub of: u32,
    /// The number of rows that the list leaves out because they are fully covered.
    pub hidden_covered: u32,
    /// The number of rows that the list leaves out because they have no statement.
    pub hidden_empty: u32,
}

/// A rectangle of the treemap. A file's area is proportional to its statements, and lies inside the
/// rectangles of its folders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// The path of the file or folder.
    pub path: String,
    /// The last part of the path.
    pub name: String,
    /// Whether it is a folder; the tiles of its contents follow.
    pub is_folder: bool,
    /// The left edge, in pixels of the treemap.
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
    /// The files, in the order of the query.
    pub rows: Vec<MatrixRow>,
    /// The sums over these files, by the index of the job in the overview; `None` if the job has no
    /// data of these files.
    pub totals: Vec<Option<Cell>>,
    /// The number of all files, without a filter.
    pub of: u32,
}

/// The numbers of a file in each job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The path in the source tree.
    pub path: String,
    /// The path as shown: invisible characters are escaped.
    pub name: String,
    /// The numbers by the index of the job in the overview; `None` if the job has no data of the
    /// file.
    pub cells: Vec<Option<Cell>>,
}

/// The numbers of a file, or of all files, in one job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The percentage as printed, with its sign.
    pub cover: String,
    /// The percentage, from 0 to 100.
    pub percent: f32,
    /// The number of statements that no other enabled job covers.
    pub only: u32,
}
