//! Stories of several officers at several laptops that are out of touch for a while: whatever they do, whatever
//! their clocks say, and in whatever order and part the entries arrive, all come to the same state, and no grade
//! in effect is lower than what somebody assessed and nobody has answered. A story that fails is made as small
//! as it can be and told in words.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod rules;
mod story;

use common::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestError, TestRunner};
use register::decide::admit;
use register::*;
use rules::{
    closures_saw_every_danger, conflicts_need_a_decision, grades_are_safe, stamps_are_of_own_clocks,
};
use story::{Act, Played, Step, Story, What, a_story};

proptest! {
    #![proptest_config(property(96))]

    #[test]
    fn every_laptop_comes_to_the_same_state_in_whatever_order_the_entries_arrive(
        story in a_story(),
        order in any::<u64>(),
    ) {
        let mut played = story.play(|_| {});
        let whole = played.everything();
        let expected = Incident::fold(&whole);
        for (number, laptop) in played.laptops.iter_mut().enumerate() {
            let arriving = story::shuffled(&whole, order.wrapping_add(number as u64));
            laptop.receive(&arriving, at(0));
            prop_assert_eq!(laptop.find(), expected.clone());
        }
    }

    #[test]
    fn two_laptops_that_hold_the_same_entries_agree_at_every_moment_of_a_story(story in a_story()) {
        story.play(|played| {
            for one in &played.laptops {
                for two in &played.laptops {
                    if as_set(&one.log).keys().eq(as_set(&two.log).keys()) {
                        assert_eq!(one.find(), two.find());
                    }
                }
            }
        });
    }

    #[test]
    fn no_grade_in_effect_is_lower_than_an_assessment_that_nobody_has_answered_inv_4(story in a_story()) {
        story.play(|played| played.laptops.iter().for_each(grades_are_safe));
    }

    #[test]
    fn what_was_assessed_without_sight_of_each_other_needs_a_decision_on_every_laptop_that_holds_both(
        story in a_story(),
    ) {
        let mut played = story.play(|played| played.laptops.iter().for_each(conflicts_need_a_decision));
        let whole = played.everything();
        for laptop in &mut played.laptops {
            laptop.receive(&whole, at(0));
            conflicts_need_a_decision(laptop);
        }
    }

    #[test]
    fn no_closure_holds_over_a_danger_that_its_author_had_not_seen(story in a_story()) {
        story.play(|played| played.laptops.iter().for_each(closures_saw_every_danger));
    }

    #[test]
    fn whatever_the_rules_allowed_on_a_laptop_is_admitted_by_whoever_holds_more_than_its_author_saw(
        story in a_story(),
        order in any::<u64>(),
    ) {
        let played = story.play(|_| {});
        let whole = story::shuffled(&played.everything(), order);
        for entry in &whole {
            let role = entry.body().map(|body| body.author.role).unwrap();
            let judged = admit(entry, &whole, role, &|_, _, _, _| true, &Thresholds::default());
            prop_assert_eq!(judged, Ok(()), "{:?}", entry.facts());
        }
    }

    #[test]
    fn an_entry_was_written_in_sight_of_what_its_laptop_held_and_of_nothing_else_inv_4(story in a_story()) {
        let played = story.play(|_| {});
        let whole = played.everything();
        for written in &played.written {
            let entry = whole.iter().find(|entry| entry.hash == written.hash).unwrap();
            let others = whole.iter().map(|other| other.hash).filter(|hash| !written.not_seen.contains(hash));
            let earlier = |hash: &Hash| {
                played.written.iter().position(|one| one.hash == *hash)
                    < played.written.iter().position(|one| one.hash == entry.hash)
            };
            prop_assert_eq!(rules::past(entry, &whole), others.filter(earlier).collect());
        }
    }

    #[test]
    fn a_clock_that_is_wrong_on_one_laptop_is_wrong_on_no_other(story in a_story()) {
        stamps_are_of_own_clocks(&story.play(|_| {}));
    }
}

#[test]
fn stories_are_not_refused_from_end_to_end() {
    let mut runner = TestRunner::new(property(64));
    let (mut acts, mut done, mut apart) = (0, 0, 0);
    for _ in 0..200 {
        let story = a_story().new_tree(&mut runner).unwrap().current();
        let played = story.play(|_| {});
        acts += story.0.iter().filter(|step| matches!(step, Step::Act(_))).count();
        done += played.written.len();
        apart += usize::from(played.written.iter().any(|written| !written.not_seen.is_empty()));
    }
    assert!(done * 2 > acts, "most acts are allowed: {done} of {acts}");
    assert!(apart > 60, "many stories have officers who had not seen each other's entries: {apart}");
}

#[test]
fn a_story_is_told_in_words() {
    let assess = |laptop, grade| {
        Step::Act(Act { laptop, role: Role::Supervisor, what: What::Assess(grade), stale: false, after: 3 })
    };
    let story = Story(vec![
        assess(0, fact::Grade::High),
        Step::Clock { laptop: 1, minutes: 525_600 },
        assess(1, fact::Grade::Low),
        Step::Deliver { from: 0, to: 1, part: u64::MAX, order: 0 },
    ]);
    let told = [
        "laptop A at 09:00 on 2 March took the report, and all laptops hold it",
        "laptop A at 09:03 on 2 March: a supervisor assessed the risk as high",
        "the clock of laptop B is set to 09:03 on 2 March 2027",
        "laptop B at 09:06 on 2 March (its clock says 2 March 2027): a supervisor assessed the risk as low, \
         without having seen that A assessed the risk as high at 09:03",
        "laptop B receives 1 from laptop A: that A assessed the risk as high at 09:03",
    ];
    assert_eq!(format!("{story:?}"), format!("\n  {}\n", told.join("\n  ")));
}

#[test]
fn a_failing_story_is_made_as_small_as_it_can_be() {
    // A rule that does not hold: nobody ever disagrees about a grade.
    let nobody_disagrees = |played: &Played| {
        played.laptops.iter().all(|laptop| !laptop.state().disagrees_on(incident::ConflictKind::Grades))
    };
    let mut runner = TestRunner::new(property(256));
    let outcome = runner.run(&a_story(), |story| {
        let agreed = nobody_disagrees(&story.play(|_| {}));
        prop_assert!(agreed);
        Ok(())
    });
    let Err(TestError::Fail(_, smallest)) = outcome else { panic!("no story has a disagreement") };
    let told = format!("{smallest:?}");
    assert_eq!(smallest.0.len(), 3, "two assessments and a delivery: {told}");
    assert!(told.contains("without having seen that"), "{told}");
}
