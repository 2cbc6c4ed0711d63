//! A folder of `checklists/` → [`Checklist`]: its head, its sets, its chapters of obligations.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::compile_obligation::Surroundings;
use super::file::{ChapterFile, ChecklistFile, SetsFile};
use super::folder::RuleFiles;
use super::read::{At, read};
use super::rule::{ActFlag, Checklist, Obligation, ScanRule};
use super::yaml::Document;
use crate::error::{Place, RuleFault};

/// Reads and compiles every checklist.
pub(super) fn checklists(
    files: &RuleFiles,
    concepts: Option<&BTreeSet<String>>,
) -> (Vec<Checklist>, Vec<RuleFault>) {
    let mut lists = Vec::new();
    let mut faults = Vec::new();
    let folders: BTreeSet<&str> = files
        .under("checklists/")
        .filter_map(|(path, _)| path.split_once('/').map(|(folder, _)| folder))
        .collect();
    for folder in folders {
        let (list, found) = checklist(files, folder, concepts);
        lists.extend(list);
        faults.extend(found);
    }
    let mut seen = BTreeSet::new();
    for list in &lists {
        if !seen.insert(list.id.as_str()) {
            let message = format!("two checklists have the id `{}`", list.id);
            let help = "give each checklist its own id".into();
            faults.push(RuleFault { place: Place::file("checklists"), message, help });
        }
    }
    (lists, faults)
}

fn checklist(
    files: &RuleFiles,
    folder: &str,
    concepts: Option<&BTreeSet<String>>,
) -> (Option<Checklist>, Vec<RuleFault>) {
    let path = |name: &str| format!("checklists/{folder}/{name}.yaml");
    let Some(document) = files.files.get(&path("checklist")) else {
        let fault = RuleFiles::absent(&path("checklist"), "it names the checklist and its chapters");
        return (None, vec![fault]);
    };
    let (head, mut faults) = read::<ChecklistFile>(document);
    let Some(head) = head else { return (None, faults) };

    let mut compiler = Compiler::new(document, concepts);
    compiler.unique("cluster", head.clusters.iter().map(|cluster| &cluster.id));
    compiler.unique("chapter", &head.chapters);
    let title = compiler.words(head.title);
    let clusters: Vec<_> =
        head.clusters.into_iter().map(|cluster| (cluster.id.value, compiler.words(cluster.title))).collect();
    let not_law = compiler.optional(head.not_law.as_ref());
    let act_flags: Vec<_> = head
        .act_flags
        .into_iter()
        .map(|form| ActFlag {
            find: compiler.optional(form.find.as_ref()),
            under: compiler.optional(form.under.as_ref()),
            unless_set: form.unless_set,
            flag: form.flag,
            status: form.status.0,
            unless_status: form.unless_status.0,
        })
        .collect();
    let scan = head.scan.map(|form| ScanRule {
        named: compiler.optional(form.named.as_ref()),
        offences: form.offences,
        topics: form.topics,
    });
    faults.append(&mut compiler.faults);

    let mut sets = Vec::new();
    if let Some(document) = files.files.get(&path("sets")) {
        let (file, found) = read::<SetsFile>(document);
        faults.extend(found);
        let mut compiler = Compiler::new(document, concepts);
        sets = file.map(|file| compiler.sets(file)).unwrap_or_default();
        faults.append(&mut compiler.faults);
    }

    let cluster_ids: Vec<String> = clusters.iter().map(|(id, _)| id.clone()).collect();
    let mut obligations: Vec<Obligation> = Vec::new();
    // Where each id and each `triggered-by` stands, to be compared when all chapters are read.
    let mut ids: Vec<(&Document, At<String>)> = Vec::new();
    let mut triggers: Vec<(&Document, At<String>)> = Vec::new();
    let mut whole = true;
    for chapter in &head.chapters {
        let Some(document) = files.files.get(&path(&chapter.value)) else {
            let message = format!("the chapter `{}` has no file", chapter.value);
            faults.push(files.files[&path("checklist")].fault(
                chapter.at,
                message,
                "write the stem of a file beside this one",
            ));
            continue;
        };
        let (file, found) = read::<ChapterFile>(document);
        whole &= found.is_empty();
        faults.extend(found);
        let Some(file) = file else { continue };
        let name = format!("{folder}/{}.yaml", chapter.value);
        let instrument = file.instrument.as_deref().unwrap_or("Protocol");
        let around = Surroundings { clusters: &cluster_ids, sets: &sets, instrument, file: &name };
        let mut compiler = Compiler::new(document, concepts);
        for form in file.obligations {
            ids.push((document, form.id.clone()));
            triggers.extend(form.triggered_by.clone().map(|id| (document, id)));
            obligations.push(compiler.obligation(form, &around));
        }
        faults.append(&mut compiler.faults);
    }
    let mut seen = BTreeSet::new();
    for (document, id) in &ids {
        if !seen.insert(id.value.as_str()) {
            let message = format!("the obligation `{}` stands here twice", id.value);
            faults.push(document.fault(id.at, message, "give each its own id"));
        }
    }
    // Where something could not be read, the obligation may be there.
    for (document, id) in triggers.iter().filter(|_| whole) {
        let mut compiler = Compiler::new(document, None);
        compiler.known("obligation", id, seen.iter().copied());
        faults.append(&mut compiler.faults);
    }
    let list = Checklist {
        id: head.id.value,
        version: head.version,
        title,
        clusters,
        sets,
        obligations,
        not_law,
        act_flags,
        scan,
    };
    (Some(list), faults)
}
