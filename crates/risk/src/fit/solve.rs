//! A least point within bounds, by Newton's method with projection (Bertsekas 1982).
//!
//! A weight that its declaration holds at nothing ends at exactly nothing. A method without bounds would need another
//! scale on which nothing is infinitely far, and would say nothing of how sure a weight is; the second derivatives that
//! this one steps by are those that the ranges are made of.

/// What is to be made least.
pub(super) trait Objective {
    /// At a point: the value alone.
    fn value(&self, at: &[f64]) -> f64;
    /// The value, its slopes, and its second derivatives, of which no more is asked than that they are positive.
    fn derivatives(&self, at: &[f64]) -> (f64, Vec<f64>, Matrix);
}

/// A square matrix, by rows. Of a symmetric one the lower half alone is read.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    pub side: usize,
    values: Vec<f64>,
}

impl Matrix {
    pub fn zero(side: usize) -> Self {
        Self { side, values: vec![0.0; side * side] }
    }

    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.side + column]
    }

    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.side + column] += value;
    }

    /// Those rows and columns alone.
    fn of(&self, kept: &[usize]) -> Self {
        let mut part = Self::zero(kept.len());
        for (row, of_row) in kept.iter().enumerate() {
            for (column, of_column) in kept.iter().enumerate().take(row + 1) {
                part.add(row, column, self.get(*of_row, *of_column));
            }
        }
        part
    }

    /// The lower half whose product with itself turned is this one; `None` where there is none (Cholesky).
    fn root(&self) -> Option<Self> {
        let mut root = Self::zero(self.side);
        for row in 0..self.side {
            for column in 0..=row {
                let known: f64 = (0..column).map(|at| root.get(row, at) * root.get(column, at)).sum();
                let left = self.get(row, column) - known;
                let value = match row == column {
                    true if left > 0.0 => left.sqrt(),
                    true => return None,
                    false => left / root.get(column, column),
                };
                root.add(row, column, value);
            }
        }
        Some(root)
    }

    /// By [`Self::root`]: what this matrix turns into `right`.
    fn solved_by_root(root: &Self, right: &[f64]) -> Vec<f64> {
        let mut solved = right.to_vec();
        for row in 0..root.side {
            let known: f64 = (0..row).map(|at| root.get(row, at) * solved[at]).sum();
            solved[row] = (solved[row] - known) / root.get(row, row);
        }
        for row in (0..root.side).rev() {
            let known: f64 = (row + 1..root.side).map(|at| root.get(at, row) * solved[at]).sum();
            solved[row] = (solved[row] - known) / root.get(row, row);
        }
        solved
    }

    /// The diagonal of the inverse: variances, of second derivatives of a likelihood.
    pub fn inverse_diagonal(&self) -> Option<Vec<f64>> {
        let root = self.root()?;
        let one = |at: usize| {
            let unit: Vec<f64> = (0..self.side).map(|other| f64::from(u8::from(other == at))).collect();
            Self::solved_by_root(&root, &unit)[at]
        };
        Some((0..self.side).map(one).collect())
    }
}

/// A least point, and the second derivatives there.
pub(super) struct Least {
    pub at: Vec<f64>,
    pub curvature: Matrix,
}

const STEPS: usize = 100;
const HALVINGS: i32 = 30;
/// So near a bound at most, and pushed towards it, a number is put there: else it would hold the others back. Ever less as
/// the least point comes near, for it may lie so near a bound itself (Bertsekas 1982, section 2).
const NEAR: f64 = 1e-3;
/// A step that promises less is the last. Of a likelihood: far less than any range shows.
const LITTLE: f64 = 1e-7;

/// Where no part of a step gains, numbers are at the end of their precision, if it promised no more than this.
const LITTLE_ENOUGH: f64 = 1e-4;

/// `None` where it does not settle.
pub(super) fn least(objective: &impl Objective, bounds: &[(f64, f64)], from: &[f64]) -> Option<Least> {
    let mut at = stepped(from, &vec![0.0; from.len()], 0.0, bounds);
    for _ in 0..STEPS {
        let (value, slopes, curvature) = objective.derivatives(&at);
        let step = step(&at, &slopes, &curvature, bounds)?;
        let promised =
            |next: &[f64]| -> f64 { (0..at.len()).map(|of| (at[of] - next[of]) * slopes[of]).sum() };
        let whole = stepped(&at, &step, 1.0, bounds);
        if promised(&whole).abs() < LITTLE {
            return Some(Least { at: whole, curvature });
        }
        let mut parts = (0..HALVINGS).map(|halved| stepped(&at, &step, 0.5_f64.powi(halved), bounds));
        let gains = |next: &Vec<f64>| objective.value(next) <= value - 1e-4 * promised(next).max(0.0);
        match parts.find(gains) {
            Some(next) => at = next,
            None if promised(&whole).abs() < LITTLE_ENOUGH => return Some(Least { at, curvature }),
            None => return None,
        }
    }
    None
}

/// So far along a step, and no further than the bounds.
fn stepped(at: &[f64], step: &[f64], length: f64, bounds: &[(f64, f64)]) -> Vec<f64> {
    let all = at.iter().zip(step).zip(bounds);
    all.map(|((at, step), (low, high))| (at + length * step).clamp(*low, *high)).collect()
}

/// To its bound for whatever is pushed against one; by Newton's method for the others.
fn step(at: &[f64], slopes: &[f64], curvature: &Matrix, bounds: &[(f64, f64)]) -> Option<Vec<f64>> {
    let downhill = stepped(at, slopes, -1.0, bounds);
    let way: f64 = at.iter().zip(&downhill).map(|(at, downhill)| (at - downhill).powi(2)).sum();
    let near = NEAR.min(way.sqrt());
    let bound = |of: usize| match (bounds[of], slopes[of]) {
        ((low, _), slope) if slope > 0.0 && at[of] - low <= near => Some(low),
        ((_, high), slope) if slope < 0.0 && high - at[of] <= near => Some(high),
        _ => None,
    };
    let free: Vec<usize> = (0..at.len()).filter(|of| bound(*of).is_none()).collect();
    let down: Vec<f64> = free.iter().map(|of| -slopes[*of]).collect();
    let along = Matrix::solved_by_root(&curvature.of(&free).root()?, &down);
    let mut step: Vec<f64> = (0..at.len()).map(|of| bound(of).map_or(0.0, |bound| bound - at[of])).collect();
    free.iter().zip(along).for_each(|(of, along)| step[*of] = along);
    Some(step)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Half of x'Ax less b'x.
    #[derive(Debug)]
    struct Bowl(Matrix, Vec<f64>);

    impl Bowl {
        fn slopes(&self, at: &[f64]) -> Vec<f64> {
            let full = |row: usize, column: usize| self.0.get(row.max(column), row.min(column));
            let of = |row: usize| at.iter().enumerate().map(|(column, x)| full(row, column) * x).sum::<f64>();
            (0..at.len()).map(|row| of(row) - self.1[row]).collect()
        }
    }

    impl Objective for Bowl {
        fn value(&self, at: &[f64]) -> f64 {
            let slopes = self.slopes(at);
            at.iter().zip(slopes).zip(&self.1).map(|((x, slope), b)| x * (slope - b) / 2.0).sum()
        }

        fn derivatives(&self, at: &[f64]) -> (f64, Vec<f64>, Matrix) {
            (self.value(at), self.slopes(at), self.0.clone())
        }
    }

    fn bowl() -> impl Strategy<Value = Bowl> {
        let side = 5;
        (
            proptest::collection::vec(-1.0..1.0_f64, side * side),
            proptest::collection::vec(-2.0..2.0_f64, side),
        )
            .prop_map(move |(numbers, right)| {
                let mut matrix = Matrix::zero(side);
                for row in 0..side {
                    matrix.add(row, row, 0.5);
                    for column in 0..=row {
                        let product =
                            (0..side).map(|at| numbers[row * side + at] * numbers[column * side + at]).sum();
                        matrix.add(row, column, product);
                    }
                }
                Bowl(matrix, right)
            })
    }

    proptest! {
        #[test]
        fn at_the_least_point_nothing_within_the_bounds_leads_further_down(bowl in bowl()) {
            let bounds = [(0.0, f64::INFINITY), (f64::NEG_INFINITY, 0.0), (-0.1, 0.1), (f64::NEG_INFINITY, f64::INFINITY), (0.0, 1.0)];
            let least = least(&bowl, &bounds, &[0.0; 5]).expect("settles");
            for ((at, slope), (low, high)) in least.at.iter().zip(bowl.slopes(&least.at)).zip(bounds) {
                prop_assert!(low <= *at && *at <= high);
                prop_assert!(slope > -1e-5 || *at >= high, "{at} {slope}");
                prop_assert!(slope < 1e-5 || *at <= low, "{at} {slope}");
            }
        }
    }

    /// Numbers each by itself: values, slopes and second derivatives as they are said to be.
    struct Said<V: Fn(&[f64]) -> f64, S: Fn(&[f64]) -> Vec<f64>>(V, S, f64);

    impl<V: Fn(&[f64]) -> f64, S: Fn(&[f64]) -> Vec<f64>> Objective for Said<V, S> {
        fn value(&self, at: &[f64]) -> f64 {
            self.0(at)
        }

        fn derivatives(&self, at: &[f64]) -> (f64, Vec<f64>, Matrix) {
            let mut curvature = Matrix::zero(at.len());
            (0..at.len()).for_each(|of| curvature.add(of, of, self.2));
            (self.0(at), self.1(at), curvature)
        }
    }

    const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    #[test]
    fn a_step_that_leads_as_far_up_on_the_other_side_is_halved() {
        // A square, of which half the second derivative is said: each whole step leads across to where it came from.
        let across = Said(|at: &[f64]| at[0].powi(2), |at: &[f64]| vec![2.0 * at[0]], 1.0);
        assert_eq!(least(&across, &[FREE], &[1.0]).expect("settles").at, [0.0]);
    }

    #[test]
    fn where_no_part_of_a_step_gains_it_ends_if_little_was_promised_and_does_not_settle_otherwise() {
        // What a step promises is the square of the slope.
        let flat =
            |slope: f64| least(&Said(|_: &[f64]| 0.0, move |_: &[f64]| vec![slope], 1.0), &[FREE], &[3.0]);
        assert_eq!(flat(0.005).expect("little enough").at, [3.0]);
        assert!(flat(0.5).is_none());
    }

    #[test]
    fn a_number_near_its_bound_and_pushed_towards_it_is_put_there() {
        for side in [1.0, -1.0] {
            let slope =
                Said(|at: &[f64]| side * at[0] + at[0].powi(2) / 2.0, |at: &[f64]| vec![side + at[0]], 1.0);
            let bounds = if side > 0.0 { (0.0, f64::INFINITY) } else { (f64::NEG_INFINITY, 0.0) };
            assert_eq!(least(&slope, &[bounds], &[side * 0.0005]).expect("settles").at, [0.0]);
        }
    }

    #[test]
    fn a_number_whose_least_point_is_near_a_bound_is_not_put_there_by_another_that_stands_at_its_own() {
        let bowl = Said(
            |at: &[f64]| 5.0 * at[0] + at[0].powi(2) / 2.0 + (at[1] - 0.0004).powi(2) / 2.0,
            |at: &[f64]| vec![5.0 + at[0], at[1] - 0.0004],
            1.0,
        );
        let found = least(&bowl, &[(0.0, f64::INFINITY); 2], &[0.0, 0.0005]).expect("settles").at;
        assert!(found[0] == 0.0 && (found[1] - 0.0004).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn the_inverse_of_a_known_matrix_has_the_known_diagonal() {
        // 4 2 / 2 3: its inverse is 3 -2 / -2 4, an eighth of each.
        let mut matrix = Matrix::zero(2);
        [(0, 0, 4.0), (1, 0, 2.0), (1, 1, 3.0)]
            .into_iter()
            .for_each(|(row, column, value)| matrix.add(row, column, value));
        let diagonal = matrix.inverse_diagonal().expect("positive");
        assert!((diagonal[0] - 3.0 / 8.0).abs() < 1e-12 && (diagonal[1] - 0.5).abs() < 1e-12);
        let mut flat = Matrix::zero(1);
        flat.add(0, 0, -1.0);
        assert!(flat.inverse_diagonal().is_none());
        assert!(Matrix::zero(1).inverse_diagonal().is_none(), "nothing is not positive");
    }
}
