//! Lays out the map: each file is a rectangle inside its folder's, with an area proportional to its
//! statements.
//!
//! The algorithm is squarified (Bruls, Huizing and van Wijk, 2000): it fills rows along the shorter
//! side as long as the rectangles become more square.

use covdrop_protocol::{Tile, escape_invisible};
use covdrop_report::Precision;

use crate::protocol_numbers;
use crate::tree::{Node, Tree};

/// The height of the strip with a folder's name, in pixels.
const STRIP: f64 = 18.0;

/// The minimum width and height of a folder with a strip: in a smaller folder the name is
/// unreadable, and the strip would take the space of its files.
const MIN_WITH_STRIP: (f64, f64) = (48.0, 3.0 * STRIP);

/// A rectangle by its edges, so that neighbours share equal numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rectangle {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Rectangle {
    fn width(self) -> f64 {
        self.right - self.left
    }

    fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Returns the part of a folder's rectangle for its content.
    fn inside(self) -> Rectangle {
        let (width, height) = MIN_WITH_STRIP;
        let has_strip = self.width() >= width && self.height() >= height;
        let top = if has_strip { self.top + STRIP } else { self.top };
        Rectangle { top, ..self }
    }
}

/// Returns the map of `tree` with the given width and height. Omits nodes without statements.
pub(crate) fn map(tree: &Tree<'_>, width: u32, height: u32, precision: Precision) -> Vec<Tile> {
    let whole =
        Rectangle { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
    let mut tiles = Vec::new();
    let mut open = laid_out(tree, &tree.top, whole);
    open.reverse();
    while let Some((node, rectangle)) = open.pop() {
        tiles.push(tile(node, rectangle, precision));
        open.extend(laid_out(tree, &node.children, rectangle.inside()).into_iter().rev());
    }
    tiles
}

#[allow(clippy::cast_possible_truncation, reason = "pixels")]
fn tile(node: &Node<'_>, rectangle: Rectangle, precision: Precision) -> Tile {
    let (x, y) = (rectangle.left as f32, rectangle.top as f32);
    Tile {
        path: node.path.to_owned(),
        name: escape_invisible(node.name),
        is_folder: node.file.is_none(),
        x,
        y,
        width: rectangle.right as f32 - x,
        height: rectangle.bottom as f32 - y,
        numbers: protocol_numbers::to_protocol(node.numbers, precision),
    }
}

/// Returns the rectangles in `bounds` of those `nodes` that have statements, the greatest first.
#[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^53")]
fn laid_out<'t>(
    tree: &'t Tree<'_>,
    nodes: &[usize],
    bounds: Rectangle,
) -> Vec<(&'t Node<'t>, Rectangle)> {
    let mut nodes: Vec<&Node<'_>> = nodes.iter().filter_map(|&at| tree.nodes.get(at)).collect();
    nodes.retain(|node| node.statements > 0);
    nodes.sort_by_key(|node| std::cmp::Reverse(node.statements));
    let sizes: Vec<f64> = nodes.iter().map(|node| node.statements as f64).collect();
    nodes.into_iter().zip(squarify(&sizes, bounds)).collect()
}

/// Returns a rectangle for each of `sizes`, which descend. Together they fill `bounds`.
fn squarify(sizes: &[f64], bounds: Rectangle) -> Vec<Rectangle> {
    let mut rectangles = Vec::with_capacity(sizes.len());
    let mut bounds = bounds;
    let mut rest = sizes;
    let mut left: f64 = sizes.iter().sum();
    while let [first, ..] = rest {
        let is_wide = bounds.width() >= bounds.height();
        let (side, depth) = if is_wide {
            (bounds.height(), bounds.width())
        } else {
            (bounds.width(), bounds.height())
        };
        // The aspect ratio of the row's worst rectangle.
        let worst = |sum: f64, least: f64| {
            let thickness = depth * sum / left;
            let of = |size: f64| {
                let length = side * size / sum;
                (length / thickness).max(thickness / length)
            };
            of(*first).max(of(least))
        };
        let (mut count, mut sum) = (1, *first);
        while let Some(&next) = rest.get(count) {
            if worst(sum + next, next) > worst(sum, rest.get(count - 1).copied().unwrap_or(next)) {
                break;
            }
            (count, sum) = (count + 1, sum + next);
        }
        let (row, others) = rest.split_at(count);
        let is_last = others.is_empty();
        let end = |from: f64, to: f64, share: f64| from + (to - from) * share;
        let strip = match (is_wide, is_last) {
            (_, true) => bounds,
            (true, _) => Rectangle { right: end(bounds.left, bounds.right, sum / left), ..bounds },
            (false, _) => {
                Rectangle { bottom: end(bounds.top, bounds.bottom, sum / left), ..bounds }
            }
        };
        let mut before = 0.0;
        let mut edge = if is_wide { strip.top } else { strip.left };
        for (index, size) in row.iter().enumerate() {
            before += size;
            let is_last = index + 1 == row.len();
            let rectangle = if is_wide {
                let to = end(strip.top, strip.bottom, before / sum);
                let bottom = if is_last { strip.bottom } else { to };
                Rectangle { top: edge, bottom, ..strip }
            } else {
                let to = end(strip.left, strip.right, before / sum);
                let right = if is_last { strip.right } else { to };
                Rectangle { left: edge, right, ..strip }
            };
            edge = if is_wide { rectangle.bottom } else { rectangle.right };
            rectangles.push(rectangle);
        }
        if is_wide {
            bounds.left = strip.right;
        } else {
            bounds.top = strip.bottom;
        }
        (rest, left) = (others, left - sum);
    }
    rectangles
}

#[cfg(test)]
mod tests {
    use covdrop_report::Numbers;
    use proptest::prelude::*;

    use super::*;

    fn numbers(statements: u64) -> Numbers {
        Numbers { n_files: 1, statements, ..Numbers::default() }
    }

    fn area(tile: &Tile) -> f32 {
        tile.width * tile.height
    }

    /// Returns true if `a` and `b` overlap by more than rounding errors.
    fn overlap(a: &Tile, b: &Tile) -> bool {
        let common =
            |a: f32, a_size: f32, b: f32, b_size: f32| (a + a_size).min(b + b_size) - a.max(b);
        common(a.x, a.width, b.x, b.width) > 0.01 && common(a.y, a.height, b.y, b.height) > 0.01
    }

    fn is_inside(tile: &Tile, folder: &Tile) -> bool {
        tile.x >= folder.x - 0.01
            && tile.y >= folder.y - 0.01
            && tile.x + tile.width <= folder.x + folder.width + 0.01
            && tile.y + tile.height <= folder.y + folder.height + 0.01
    }

    #[test]
    fn one_file_fills_the_map_without_empty_ones() {
        let tree = Tree::new([("a.py", numbers(7), true), ("b.py", numbers(0), true)]);
        let tiles = map(&tree, 300, 200, Precision::default());
        let shown: Vec<_> =
            tiles.iter().map(|t| (t.path.as_str(), t.x, t.y, t.width, t.height)).collect();
        assert_eq!(shown, [("a.py", 0.0, 0.0, 300.0, 200.0)]);
        assert_eq!(map(&Tree::default(), 300, 200, Precision::default()), []);
    }

    #[test]
    fn a_folder_has_a_strip_above_its_content() {
        let tree = Tree::new([("pkg/a.py", numbers(3), true), ("pkg/b.py", numbers(1), true)]);
        let tiles = map(&tree, 200, 118, Precision::default());
        let shown: Vec<_> =
            tiles.iter().map(|t| (t.path.as_str(), t.x, t.y, t.width, t.height)).collect();
        let expected = [
            ("pkg", 0.0, 0.0, 200.0, 118.0),
            ("pkg/a.py", 0.0, 18.0, 150.0, 100.0),
            ("pkg/b.py", 150.0, 18.0, 50.0, 100.0),
        ];
        assert_eq!(shown, expected);
    }

    proptest! {
        #[test]
        fn areas_are_proportional_and_do_not_overlap(
            files in prop::collection::btree_map("[ab]{1}/[cde]{1}/[f-z]{2}|[g-z]{2}", 0_u64..2000, 1..60),
            width in 200_u32..2000,
            height in 200_u32..2000,
        ) {
            let files = files.iter().map(|(path, size)| (path.as_str(), numbers(*size), true));
            let tree = Tree::new(files);
            let tiles = map(&tree, width, height, Precision::default());
            prop_assert_eq!(tiles.len(), tree.nodes.iter().filter(|n| n.statements > 0).count());
            let folder_of = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            for tile in &tiles {
                let folder = folder_of(&tile.path);
                let brothers: Vec<&Tile> =
                    tiles.iter().filter(|other| folder_of(&other.path) == folder).collect();
                let all: f32 = brothers.iter().map(|tile| area(tile)).sum();
                let sum: u64 = brothers.iter().map(|tile| tile.numbers.stmts).sum();
                #[allow(clippy::cast_precision_loss)]
                let share = tile.numbers.stmts as f32 / sum as f32;
                prop_assert!((area(tile) / all - share).abs() < 0.001);
                for other in &brothers {
                    prop_assert!(tile.path == other.path || !overlap(tile, other));
                }
                if let Some(folder) = folder.and_then(|path| tiles.iter().find(|t| t.path == path)) {
                    prop_assert!(is_inside(tile, folder));
                }
            }
        }
    }
}
