use activity::event::Field;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, cast, col, lit};

use super::narrow;
use crate::events::{Condition, Narrow};

const DAY: i64 = 86_400_000_000;

fn us(at: i64) -> Expr {
    lit(ScalarValue::TimestampMicrosecond(Some(at), Some("UTC".into())))
}

fn ns(at: i64) -> Expr {
    lit(ScalarValue::TimestampNanosecond(Some(at), Some("UTC".into())))
}

fn day(at: i32) -> Expr {
    lit(ScalarValue::Date32(Some(at)))
}

fn span(condition: Expr) -> (Option<i64>, Option<i64>, bool) {
    let (narrow, is_all) = narrow(&[condition]);
    assert!(narrow.all.is_empty());
    (narrow.from_us, narrow.until_us, is_all)
}

#[test]
fn bounds_of_time_are_exact_to_the_microsecond() {
    let time = || col("event_time");
    assert_eq!(span(time().gt_eq(us(5))), (Some(5), None, true));
    assert_eq!(span(time().gt(us(5))), (Some(6), None, true));
    assert_eq!(span(time().lt(us(5))), (None, Some(5), true));
    assert_eq!(span(time().lt_eq(us(5))), (None, Some(6), true));
    assert_eq!(span(time().eq(us(5))), (Some(5), Some(6), true));
    assert_eq!(span(us(5).lt(time())), (Some(6), None, true));
    assert_eq!(span(time().between(us(5), us(9))), (Some(5), Some(10), true));
    // Between two microseconds.
    assert_eq!(span(time().gt_eq(ns(5_001))), (Some(6), None, true));
    assert_eq!(span(time().lt(ns(5_001))), (None, Some(6), true));
    let finer = || cast(time(), DataType::Timestamp(TimeUnit::Nanosecond, None));
    assert_eq!(span(finer().gt(ns(5_999))), (Some(6), None, true));
}

#[test]
fn days_are_whole() {
    let date = || col("event_date");
    assert_eq!(span(date().eq(day(2))), (Some(2 * DAY), Some(3 * DAY), true));
    assert_eq!(span(date().gt(day(2))), (Some(3 * DAY), None, true));
    assert_eq!(span(date().lt_eq(day(2))), (None, Some(3 * DAY), true));
    // `event_date > current_date - INTERVAL '36 hours'` compares the beginning of days.
    let midnight = || cast(date(), DataType::Timestamp(TimeUnit::Microsecond, None));
    assert_eq!(span(midnight().gt_eq(us(2 * DAY))), (Some(2 * DAY), None, true));
    assert_eq!(
        span(midnight().gt_eq(us(2 * DAY + 1))),
        (Some(3 * DAY), None, true)
    );
    assert_eq!(span(midnight().lt(us(2 * DAY + 1))), (None, Some(3 * DAY), true));
    let elsewhere = cast(
        date(),
        DataType::Timestamp(TimeUnit::Microsecond, Some("Asia/Tokyo".into())),
    );
    assert_eq!(span(elsewhere.gt(us(2 * DAY))), (None, None, false));
}

#[test]
fn what_is_no_bound_is_left_to_the_engine() {
    let time = || col("event_time");
    assert_eq!(span(time().not_eq(us(5))), (None, None, false));
    assert_eq!(span(us(5).lt(us(6))), (None, None, false));
    let coarser = cast(time(), DataType::Timestamp(TimeUnit::Second, None));
    assert_eq!(span(coarser.eq(us(5))), (None, None, false));
    assert_eq!(
        span(cast(time(), DataType::Date32).eq(day(2))),
        (None, None, false)
    );
    assert_eq!(span(time().gt(us(i64::MAX))), (None, None, false));
}

fn conditions(condition: Expr) -> Vec<Condition> {
    let (narrow, is_all) = narrow(&[condition]);
    assert!(!is_all);
    assert_eq!((narrow.from_us, narrow.until_us), (None, None));
    narrow.all
}

fn is(field: Field, values: &[&str]) -> Condition {
    Condition::Is(field, values.iter().map(|&value| value.to_owned()).collect())
}

#[test]
fn values_are_written_as_events_keep_them() {
    assert_eq!(
        conditions(col("ip").eq(lit("10.0.0.1"))),
        [is(Field::Ip, &["10.0.0.1"])]
    );
    assert_eq!(
        conditions(lit(3002_i64).eq(col("class_uid"))),
        [is(Field::ClassUid, &["3002"])]
    );
    assert_eq!(conditions(col("is_mfa")), [is(Field::IsMfa, &["true"])]);
    assert_eq!(conditions(!col("is_mfa")), [is(Field::IsMfa, &["false"])]);
    let list = vec![lit("a"), lit("b")];
    assert_eq!(
        conditions(col("status").in_list(list, false)),
        [is(Field::Status, &["a", "b"])]
    );
    assert_eq!(
        conditions(col("uid").is_not_null()),
        [Condition::Known(Field::Uid)]
    );
    for other in [
        col("class_uid").eq(lit(-1_i64)),
        col("latitude").eq(lit(1.5)),
        col("raw").eq(lit("x")),
        col("person").eq(lit("x")),
        col("type").eq(lit("x")),
        col("ip").not_eq(lit("x")),
        col("status").in_list(vec![lit("a")], true),
        col("source").is_not_null(),
    ] {
        assert_eq!(conditions(other.clone()), [], "{other}");
    }
}

#[test]
fn either_side_of_an_or_must_narrow() {
    let ip = || col("ip").eq(lit("x"));
    let other = || col("person").eq(lit("x"));
    let status = || col("status").eq(lit("y"));
    let both = [Condition::Any(vec![
        is(Field::Ip, &["x"]),
        is(Field::Status, &["y"]),
    ])];
    assert_eq!(conditions(ip().or(status())), both);
    assert_eq!(conditions(ip().or(other())), []);
    assert_eq!(conditions(ip().or(other().and(status()))), both);
}

#[test]
fn forms_are_told_with_stars() {
    let like = |text: &str| conditions(col("actor_name").like(lit(text)));
    let form = |text: &str| [Condition::Like(Field::ActorName, text.to_owned())];
    assert_eq!(like("adm%"), form("adm*"));
    assert_eq!(like("%a_b%"), form("*a*b*"));
    assert_eq!(like(r"50\%*"), form(r"50%\*"));
    assert_eq!(conditions(col("actor_name").ilike(lit("É%"))), []);
    assert_eq!(conditions(col("actor_name").not_like(lit("a%"))), []);
    let raw = |text: &str| conditions(col("raw").like(lit(text)));
    assert_eq!(raw("%curl%x%"), [Condition::Contains("curl".to_owned())]);
    assert_eq!(raw("%ab%"), []);
    assert_eq!(Narrow::default().all, []);
}
