//! Which source file imports which, read from the syntax of the files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, Item, ItemMod, ItemUse, UseTree, Visibility,
    visit::{self, Visit},
};

/// A module as its path below the crate: `["web", "page"]`.
pub(crate) type Module = Vec<String>;

/// All files below `src`, with the imports between them. Test modules are not followed.
pub(crate) struct Imports {
    files: BTreeMap<Module, PathBuf>,
    /// What a module re-exports: its path, the name, and where the name leads.
    reexports: BTreeMap<(Module, String), Module>,
    arrows: BTreeSet<(Module, Module)>,
}

impl Imports {
    /// Reads all source files of the crate.
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let sources = rust_files(&root).into_iter().map(|path| (module_of(&root, &path), path));
        Self::of(sources.map(|(module, path)| {
            let source = fs::read_to_string(&path).unwrap();
            (module, path, source)
        }))
    }

    /// The imports of these modules, each with its path and source.
    pub(crate) fn of(sources: impl IntoIterator<Item = (Module, PathBuf, String)>) -> Self {
        let mut imports =
            Self { files: BTreeMap::new(), reexports: BTreeMap::new(), arrows: BTreeSet::new() };
        let mut found = Vec::new();
        let sources: Vec<_> = sources.into_iter().collect();
        imports
            .files
            .extend(sources.iter().map(|(module, path, _)| (module.clone(), path.clone())));
        for (module, path, source) in &sources {
            let file =
                syn::parse_file(source).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let mut paths =
                Paths { module, imports: &imports, used: Vec::new(), reexported: Vec::new() };
            paths.visit_file(&file);
            found.push((module.clone(), paths.used, paths.reexported));
        }
        for (module, _, reexported) in &found {
            let names = reexported
                .iter()
                .map(|(name, path)| ((module.clone(), name.clone()), path.clone()));
            imports.reexports.extend(names);
        }
        for (module, used, _) in found {
            let targets = used.iter().filter_map(|path| imports.defining_file(path));
            let targets: Vec<_> = targets.filter(|target| *target != module).collect();
            imports.arrows.extend(targets.into_iter().map(|target| (module.clone(), target)));
        }
        imports
    }

    /// Every import from one file to another.
    pub(crate) fn arrows(&self) -> &BTreeSet<(Module, Module)> {
        &self.arrows
    }

    /// A circle of files that import each other, if there is one.
    pub(crate) fn circle(&self) -> Option<Vec<String>> {
        let mut done = BTreeSet::new();
        self.files.keys().find_map(|module| self.circle_from(module, &mut Vec::new(), &mut done))
    }

    fn circle_from(
        &self,
        module: &Module,
        way: &mut Vec<Module>,
        done: &mut BTreeSet<Module>,
    ) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|earlier| earlier == module) {
            return Some(way[start..].iter().map(|module| module.join("::")).collect());
        }
        if !done.insert(module.clone()) {
            return None;
        }
        way.push(module.clone());
        let targets = self.arrows.iter().filter(|(from, _)| from == module);
        let circle = targets.map(|(_, to)| to).find_map(|to| self.circle_from(to, way, done));
        way.pop();
        circle
    }

    /// The module whose file defines what an absolute path names, through re-exports.
    fn defining_file(&self, path: &[String]) -> Option<Module> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let length =
                (1..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
            let (module, rest) = path.split_at(length);
            let name = rest.first().cloned().unwrap_or_default();
            let reexport = |name: &str| self.reexports.get(&(module.to_vec(), name.to_owned()));
            let target = match (reexport(&name), reexport("*")) {
                (Some(target), _) => target.iter().chain(&rest[1..]).cloned().collect(),
                (None, Some(everything)) if !rest.is_empty() => {
                    everything.iter().chain(rest).cloned().collect()
                }
                _ => return Some(module.to_vec()),
            };
            if target == path {
                return Some(module.to_vec());
            }
            path = target;
        }
        None
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

fn module_of(root: &Path, path: &Path) -> Module {
    let below = path.strip_prefix(root).unwrap().with_extension("");
    let mut module: Module = below.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// Collects the paths that one file uses and re-exports, as absolute paths below the crate.
struct Paths<'a> {
    module: &'a Module,
    imports: &'a Imports,
    used: Vec<Module>,
    reexported: Vec<(String, Module)>,
}

impl Paths<'_> {
    /// The absolute path below the crate; `None` for paths of other crates and local names.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let parent = || self.module[..self.module.len().saturating_sub(1)].to_vec();
        let base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => parent(),
            _ => {
                let child = [self.module.as_slice(), std::slice::from_ref(first)].concat();
                return self.imports.files.contains_key(&child).then(|| [&child, rest].concat());
            }
        };
        let supers = rest.iter().take_while(|segment| *segment == "super").count();
        let base = base[..base.len().saturating_sub(supers)].to_vec();
        Some([base.as_slice(), &rest[supers..]].concat())
    }

    fn record(&mut self, path: &[String], name: &str, is_reexport: bool) {
        let Some(absolute) = self.absolute(path) else { return };
        // A folder re-exports what its own files define; anything else is an import, too.
        let is_own = absolute.starts_with(self.module);
        if is_reexport {
            self.reexported.push((name.to_owned(), absolute.clone()));
        }
        if !is_reexport || !is_own {
            self.used.push(absolute);
        }
    }

    fn record_tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>, is_reexport: bool) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.record_tree(&path.tree, prefix, is_reexport);
                prefix.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.record_tree(tree, prefix, is_reexport));
            }
            UseTree::Glob(_) => self.record(prefix, "*", is_reexport),
            UseTree::Name(name) if name.ident == "self" => {
                let name = prefix.last().cloned().unwrap_or_default();
                self.record(&prefix.clone(), &name, is_reexport);
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.record(
                    &[prefix.as_slice(), std::slice::from_ref(&name)].concat(),
                    &name,
                    is_reexport,
                );
            }
            UseTree::Rename(rename) => {
                let path = [prefix.as_slice(), &[rename.ident.to_string()]].concat();
                self.record(&path, &rename.rename.to_string(), is_reexport);
            }
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let mut lists = attributes.iter().filter_map(|attribute| attribute.meta.require_list().ok());
    lists.any(|list| list.path.is_ident("cfg") && list.tokens.to_string() == "test")
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let of_tests = matches!(item, Item::Fn(item) if is_for_tests(&item.attrs));
        if !of_tests {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        self.record_tree(&item.tree, &mut Vec::new(), is_reexport);
    }

    /// Macros are not parsed, so their paths are found in their text.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let text = item.tokens.to_string().replace(" :: ", "::");
        let words = text.split(|c: char| !(c.is_alphanumeric() || "_:".contains(c)));
        for word in words.filter(|word| word.starts_with("crate::") || word.starts_with("super::"))
        {
            let path: Vec<_> = word.split("::").map(str::to_owned).collect();
            self.record(&path, "", false);
        }
        visit::visit_macro(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        if segments.len() > 1 {
            self.record(&segments, "", false);
        }
        visit::visit_path(self, path);
    }
}
