//! The order of a crate's layers.

use std::collections::{HashMap, HashSet};

use super::rules::Layer;

/// The layers with everything that each may import, directly or through another.
pub(super) struct Order {
    layers: &'static [Layer],
    reachable: HashMap<&'static str, HashSet<&'static str>>,
}

impl Order {
    pub(super) fn new(layers: &'static [Layer]) -> Self {
        let reach = |start: &'static str| {
            let mut seen = HashSet::new();
            let mut open = vec![start];
            while let Some(name) = open.pop() {
                if seen.insert(name) {
                    open.extend(
                        layers.iter().filter(|layer| layer.name == name).flat_map(|layer| layer.imports),
                    );
                }
            }
            seen
        };
        Self { layers, reachable: layers.iter().map(|layer| (layer.name, reach(layer.name))).collect() }
    }

    /// The layer of a module: that of the longest path in the table which the module is or lies below.
    pub(super) fn layer_of(&self, module: &[String]) -> Option<&'static Layer> {
        let path = module[1..].join("::");
        let covers = |listed: &str| match listed {
            "" => path.is_empty(),
            _ => path.strip_prefix(listed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")),
        };
        let entries =
            self.layers.iter().flat_map(|layer| layer.modules.iter().map(move |listed| (layer, *listed)));
        entries
            .filter(|(_, listed)| covers(listed))
            .max_by_key(|(_, listed)| listed.len())
            .map(|(layer, _)| layer)
    }

    pub(super) fn allows(&self, here: &Layer, there: &Layer) -> bool {
        self.reachable.get(here.name).is_some_and(|reachable| reachable.contains(there.name))
    }

    pub(super) fn message(&self, here: &Layer, there: &Layer, target: &[String]) -> String {
        let mut allowed: Vec<_> =
            self.reachable[here.name].iter().copied().filter(|name| *name != here.name).collect();
        allowed.sort_unstable();
        let allowed = if allowed.is_empty() { String::from("nothing") } else { allowed.join(", ") };
        let (target, here, there) = (target.join("::"), here.name, there.name);
        format!(
            "`{here}` must not import `{there}` (`{target}`): it stands above. `{here}` may import {allowed}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{super::rules::CRATES, *};

    #[test]
    fn the_tables_name_only_layers_that_exist() {
        for rules in CRATES {
            let names: HashSet<_> = rules.layers.iter().map(|layer| layer.name).collect();
            assert_eq!(names.len(), rules.layers.len(), "two layers of one name in {}", rules.folder);
            for layer in rules.layers {
                for import in layer.imports {
                    assert!(names.contains(import), "`{}` imports `{import}`, which is no layer", layer.name);
                }
                let order = Order::new(rules.layers);
                for import in layer.imports {
                    let back = order.reachable[import].contains(layer.name);
                    assert!(!back, "`{}` and `{import}` import each other: make them one layer", layer.name);
                }
            }
        }
    }
}
