//! Who is caught: minimal pairs over the standard persons. One clause of an act is changed, and the verdict moves for
//! those persons whom the clause is about.

use std::collections::BTreeMap;

use lacuna::assessment::{Who, who};
use lacuna::checklist::{Liability, Rules};
use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;

use Liability::{Caught, NotCaught, Open};

const ENTRY: &str = "4. A person who helps another person to enter the Republic unlawfully commits an offence and is liable to \
    imprisonment for six years.\n";
const PAID: &str = "4. A person who, in order to obtain a financial or other material benefit, helps another person to enter \
    the Republic unlawfully commits an offence and is liable to imprisonment for six years.\n";
const STAY: &str = "5. A person who helps another person to remain in the Republic unlawfully commits an offence and is liable \
    to imprisonment for three years.\n";
const HARBOUR: &str = "5. A person who harbours or helps another person to remain in the Republic unlawfully commits an offence \
    and is liable to imprisonment for three years.\n";

fn held(text: &str) -> Who {
    let rules = Rules::built_in().unwrap();
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    let act = outline(Source::from_text("act.md", format!("Border Act 2030\n\n{text}"), &about).unwrap());
    who(&[act], &rules, &Default::default(), "en").unwrap()
}

/// The verdicts on the offence of one section.
fn verdicts(text: &str, section: &str) -> BTreeMap<String, Liability> {
    let found = held(text);
    let at = found.offences.iter().position(|it| it.eid == format!("sec_{section}"));
    let at = at.unwrap_or_else(|| panic!("no offence in section {section}: {:?}", found.offences));
    found.persons.iter().map(|person| (person.id.clone(), person.verdicts[at].verdict)).collect()
}

/// The clause that decides for a person on the first offence.
fn clause(text: &str, person: &str) -> Option<String> {
    let found = held(text);
    let person = found.persons.into_iter().find(|it| it.id == person).unwrap();
    person.verdicts.into_iter().next().unwrap().clause.map(|place| place.label)
}

#[test]
fn a_benefit_element_frees_those_who_take_none() {
    let (free, paid) = (verdicts(ENTRY, "4"), verdicts(PAID, "4"));
    for person in ["parent", "rescuer"] {
        assert_eq!((free[person], paid[person]), (Caught, NotCaught), "{person}");
    }
    for person in ["recruiter", "leader", "forger", "landlord", "employer"] {
        assert_eq!(free[person], paid[person], "{person} is paid anyway");
    }
}

#[test]
fn a_benefit_that_is_one_of_several_alternatives_leaves_it_open() {
    let text = PAID.replace(
        "a financial or other material benefit,",
        "a financial or other material benefit or as a member of an organized group,",
    );
    assert_eq!(verdicts(&text, "4")["parent"], Open);
}

#[test]
fn an_exemption_frees_those_whom_it_names_where_it_reaches() {
    let family = format!("{ENTRY}6. Section 4 does not apply to members of the family.\n");
    let found = verdicts(&family, "4");
    assert_eq!((found["parent"], found["rescuer"]), (NotCaught, Caught));
    assert_eq!(clause(&family, "parent").as_deref(), Some("section 6"));

    let rescue = format!(
        "{ENTRY}6. Section 4 does not apply to a person who acts on humanitarian grounds or to rescue those in danger.\n"
    );
    let found = verdicts(&rescue, "4");
    assert_eq!((found["parent"], found["rescuer"], found["aid-worker"]), (Caught, NotCaught, NotCaught));

    let elsewhere = format!("{ENTRY}{STAY}6. Section 5 does not apply to members of the family.\n");
    assert_eq!(verdicts(&elsewhere, "4")["parent"], Caught, "the clause is about another offence");
}

#[test]
fn the_migrant_is_free_where_a_clause_says_so_or_the_offence_is_about_another() {
    assert_eq!(verdicts(ENTRY, "4")["migrant"], NotCaught);
    assert_eq!(clause(ENTRY, "migrant"), None, "the offence itself decides");
    let text =
        format!("{ENTRY}6. A smuggled person is not criminally liable for an offence under this Act.\n");
    assert_eq!(clause(&text, "migrant").as_deref(), Some("section 6"));
}

#[test]
fn shelter_is_caught_only_where_the_offence_names_it() {
    let (helped, harboured) = (verdicts(STAY, "5"), verdicts(HARBOUR, "5"));
    for person in ["landlord", "aid-worker"] {
        assert_eq!((helped[person], harboured[person]), (Open, Caught), "{person}");
    }
    assert_eq!(verdicts(ENTRY, "4")["landlord"], NotCaught, "a crossing is no letting");
}

#[test]
fn acts_abroad_are_open_until_a_clause_reaches_them() {
    assert_eq!(verdicts(ENTRY, "4")["recruiter"], Open);
    let text = format!(
        "{ENTRY}7. The courts have jurisdiction over an offence under section 4 that is committed outside the Republic.\n"
    );
    assert_eq!(verdicts(&text, "4")["recruiter"], Caught);
}

#[test]
fn a_carrier_who_took_care_is_freed_by_a_clause() {
    let text = format!(
        "{ENTRY}7. Section 4 does not apply to the master of a ship who did not know that the person was on board.\n"
    );
    assert_eq!((verdicts(ENTRY, "4")["master"], verdicts(&text, "4")["master"]), (Open, NotCaught));
}

#[test]
fn the_forger_is_caught_by_the_document_offence() {
    let text = format!(
        "{ENTRY}8. A person who makes a false passport commits an offence and is liable to imprisonment for three years.\n"
    );
    let found = verdicts(&text, "8");
    assert_eq!(found["forger"], Caught);
    for person in ["parent", "rescuer", "landlord", "employer", "master"] {
        assert_eq!(found[person], NotCaught, "{person}");
    }
}

#[test]
fn a_text_without_offences_catches_nobody() {
    let found = held("1. A library is open to everyone on working days.\n");
    assert!(found.offences.is_empty() && found.persons.iter().all(|person| person.verdicts.is_empty()));
    let told = lacuna::report::Looks::built_in().unwrap().who(&found, Default::default()).unwrap();
    assert!(told.contains("nobody is caught"), "{told}");
}

#[test]
fn every_verdict_has_a_reason_and_speaks_the_language_of_the_report() {
    let mut rules = Rules::built_in().unwrap();
    rules.translate("fr").unwrap();
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    let act = outline(Source::from_text("act.md", format!("{PAID}{HARBOUR}"), &about).unwrap());
    let found = who(&[act], &rules, &Default::default(), "fr").unwrap();
    assert_eq!(found.persons.len(), 11);
    assert_eq!(found.persons[0].title, "Le migrant objet du trafic");
    for verdict in found.persons.iter().flat_map(|person| &person.verdicts) {
        assert!(
            !verdict.because.is_empty() || verdict.verdict == Open,
            "only what is open goes without a reason"
        );
    }
}
