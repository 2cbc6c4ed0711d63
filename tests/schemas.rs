//! `schemas/` is what `lacuna rules schema` prints; our own rule files keep to it.

use std::fs;
use std::path::Path;

#[test]
fn schemas_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let update = std::env::var_os("LACUNA_UPDATE_SCHEMAS").is_some();
    let mut stale = Vec::new();
    for (name, text) in lacuna::checklist::schemas() {
        let path = folder.join(format!("{name}.schema.json"));
        if update {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; run LACUNA_UPDATE_SCHEMAS=1 cargo test --test schemas");
}

#[test]
fn the_built_in_files_keep_to_their_schemas() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let schemas = lacuna::checklist::schemas();
    let mut checked = 0;
    for path in yaml_files(&rules) {
        let relative = path.strip_prefix(&rules).unwrap().to_string_lossy().replace('\\', "/");
        let name = match relative.as_str() {
            "consequences.yaml" => "consequences",
            "persons.yaml" => "persons",
            path if path.starts_with("languages/") => "language",
            path if path.starts_with("lexicons/") => "lexicon",
            path if path.starts_with("questionnaires/") => "questionnaire",
            path if path.starts_with("tests/") => "rule-test",
            path if path.ends_with("/checklist.yaml") => "checklist",
            path if path.ends_with("/sets.yaml") => "sets",
            path if path.starts_with("checklists/") => "obligations",
            // Traditions have their own reader.
            _ => continue,
        };
        let schema = schemas.iter().find(|(other, _)| *other == name).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema.1).unwrap();
        let file: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&file)
            .map(|error| format!("{}: {error}", error.instance_path))
            .take(5)
            .collect();
        assert!(faults.is_empty(), "{relative}: {faults:#?}");
        checked += 1;
    }
    assert!(checked > 0);
}

fn yaml_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}
