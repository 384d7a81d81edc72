//! Builds a tree of folders and files with sums, for the tree list and for the map.

use std::collections::HashMap;

use covdrop_report::Numbers;

/// The maximum number of levels of the tree; the rest of a deeper path is one name. More levels are
/// not useful, and a hostile path may have a thousand.
const MAX_DEPTH: usize = 64;

/// A tree of folders and files, in which a node follows its folder.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    /// The nodes that are in no folder.
    pub(crate) top: Vec<usize>,
}

/// A folder or file.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) path: &'a str,
    /// The last part of the path.
    pub(crate) name: &'a str,
    /// The number of folders around it.
    pub(crate) depth: usize,
    /// The index of the file in the input of the tree; `None` for a folder.
    pub(crate) file: Option<usize>,
    /// The sums over the files in it that count.
    pub(crate) numbers: Numbers,
    /// The statements of all files in it.
    pub(crate) statements: u64,
    pub(crate) children: Vec<usize>,
    parent: Option<usize>,
}

impl<'a> Tree<'a> {
    /// Builds the tree of files, each with its numbers and whether it counts in sums.
    pub(crate) fn new(files: impl IntoIterator<Item = (&'a str, Numbers, bool)>) -> Tree<'a> {
        let mut tree = Tree::default();
        let mut folders: HashMap<&str, usize> = HashMap::new();
        let mut counting = Vec::new();
        for (file, (path, numbers, counts)) in files.into_iter().enumerate() {
            let (mut start, mut parent, mut depth) = (0, None, 0);
            while let Some(length) = path.get(start..).and_then(|rest| rest.find('/')) {
                if depth + 1 == MAX_DEPTH {
                    break;
                }
                let end = start + length;
                let folder = path.get(..end).unwrap_or(path);
                let name = path.get(start..end).unwrap_or(path);
                let at = *folders.entry(folder).or_insert_with(|| {
                    tree.add(folder, name, depth, parent, None, Numbers::default())
                });
                (start, parent, depth) = (end + 1, Some(at), depth + 1);
            }
            let name = path.get(start..).unwrap_or(path);
            let at = tree.add(path, name, depth, parent, Some(file), numbers);
            counting.push((at, counts));
        }
        // A subfolder has the numbers of all its own content before its folder adds them.
        let mut sums: Vec<Numbers> = vec![Numbers::default(); tree.nodes.len()];
        for (at, _) in counting.into_iter().filter(|(_, counts)| *counts) {
            if let (Some(sum), Some(node)) = (sums.get_mut(at), tree.nodes.get(at)) {
                *sum = node.numbers;
            }
        }
        for at in (0..tree.nodes.len()).rev() {
            let Some(&Node { parent, statements, file, .. }) = tree.nodes.get(at) else { continue };
            let sum = sums.get(at).copied().unwrap_or_default();
            if let (None, Some(node)) = (file, tree.nodes.get_mut(at)) {
                node.numbers = sum;
            }
            let Some(parent) = parent else { continue };
            if let (Some(above), Some(node)) = (sums.get_mut(parent), tree.nodes.get_mut(parent)) {
                *above += sum;
                node.statements += statements;
            }
        }
        tree
    }

    fn add(
        &mut self,
        path: &'a str,
        name: &'a str,
        depth: usize,
        parent: Option<usize>,
        file: Option<usize>,
        numbers: Numbers,
    ) -> usize {
        let at = self.nodes.len();
        let statements = numbers.statements;
        let children = Vec::new();
        self.nodes.push(Node { path, name, depth, file, numbers, statements, children, parent });
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(at),
            None => self.top.push(at),
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_the_sums_of_their_files() {
        let numbers = |statements| Numbers { n_files: 1, statements, ..Numbers::default() };
        let tree = Tree::new([
            ("pkg/a.py", numbers(1), true),
            ("pkg/sub/b.py", numbers(10), true),
            ("pkg/sub/old.py", numbers(100), false),
            ("setup.py", numbers(1000), true),
        ]);
        let shown: Vec<_> = tree
            .nodes
            .iter()
            .map(|node| {
                (node.path, node.name, node.depth, node.numbers.statements, node.statements)
            })
            .collect();
        let expected = [
            ("pkg", "pkg", 0, 11, 111),
            ("pkg/a.py", "a.py", 1, 1, 1),
            ("pkg/sub", "sub", 1, 10, 110),
            ("pkg/sub/b.py", "b.py", 2, 10, 10),
            ("pkg/sub/old.py", "old.py", 2, 100, 100),
            ("setup.py", "setup.py", 0, 1000, 1000),
        ];
        assert_eq!(shown, expected);
        assert_eq!(tree.top, [0, 5]);
    }

    #[test]
    fn a_path_of_many_folders_ends_in_one_name() {
        let path = format!("{}x.py", "a/".repeat(1000));
        let tree = Tree::new([(path.as_str(), Numbers::default(), true)]);
        assert_eq!(tree.nodes.len(), MAX_DEPTH);
        assert_eq!(tree.nodes.last().map(|node| node.path), Some(path.as_str()));
    }
}
