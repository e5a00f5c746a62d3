//! One walk over a syntax tree to read it and one to change it, for all who look at trees.
//!
//! A visitor of its own for each question would have the walk over every sort of node compiled once more, thousands of
//! functions a time: here whoever looks is called through a table of functions.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, ObjectName, Query, Select, TableFactor, Visit, VisitMut, Visitor, VisitorMut,
};

use crate::error::QueryError;

/// Changes parts of a tree. Each is called before what is in it, but for those that say so.
pub(crate) trait Change {
    /// A query.
    fn query(&mut self, _: &mut Query) {}
    /// A query, after what is in it.
    fn query_after(&mut self, _: &mut Query) {}
    /// A `SELECT`.
    fn select(&mut self, _: &mut Select) {}
    /// Something in `FROM`.
    fn table(&mut self, _: &mut TableFactor) {}
    /// The name of a table.
    fn relation(&mut self, _: &mut ObjectName) {}
    /// An expression, after what is in it.
    fn expr_after(&mut self, _: &mut Expr) {}
}

/// Reads parts of a tree, each before what is in it; an error ends the walk.
pub(crate) trait Look {
    /// A query.
    fn query(&mut self, _: &Query) -> Result<(), QueryError> {
        Ok(())
    }
    /// A `SELECT`.
    fn select(&mut self, _: &Select) -> Result<(), QueryError> {
        Ok(())
    }
    /// Something in `FROM`.
    fn table(&mut self, _: &TableFactor) -> Result<(), QueryError> {
        Ok(())
    }
    /// The name of a table.
    fn relation(&mut self, _: &ObjectName) -> Result<(), QueryError> {
        Ok(())
    }
    /// An expression.
    fn expr(&mut self, _: &Expr) -> Result<(), QueryError> {
        Ok(())
    }
}

/// Lets `pass` change all of `tree`.
pub(crate) fn change<T: VisitMut>(tree: &mut T, pass: &mut dyn Change) {
    let _ = tree.visit(&mut Changing(pass));
}

/// Shows all of `tree` to `look`.
pub(crate) fn look<T: Visit>(tree: &T, look: &mut dyn Look) -> Result<(), QueryError> {
    match tree.visit(&mut Looking(look)) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// Changes expressions alone, each after what is in it.
pub(super) struct Exprs<F>(pub(super) F);

impl<F: FnMut(&mut Expr)> Change for Exprs<F> {
    fn expr_after(&mut self, expr: &mut Expr) {
        self.0(expr);
    }
}

/// Changes names of tables alone.
pub(super) struct Relations<F>(pub(super) F);

impl<F: FnMut(&mut ObjectName)> Change for Relations<F> {
    fn relation(&mut self, relation: &mut ObjectName) {
        self.0(relation);
    }
}

struct Changing<'a>(&'a mut dyn Change);

impl VisitorMut for Changing<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        self.0.query(query);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        self.0.query_after(query);
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
        self.0.select(select);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, table: &mut TableFactor) -> ControlFlow<()> {
        self.0.table(table);
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, relation: &mut ObjectName) -> ControlFlow<()> {
        self.0.relation(relation);
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        self.0.expr_after(expr);
        ControlFlow::Continue(())
    }
}

struct Looking<'a>(&'a mut dyn Look);

impl Visitor for Looking<'_> {
    type Break = QueryError;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<QueryError> {
        flow(self.0.query(query))
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<QueryError> {
        flow(self.0.select(select))
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<QueryError> {
        flow(self.0.table(table))
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<QueryError> {
        flow(self.0.relation(relation))
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<QueryError> {
        flow(self.0.expr(expr))
    }
}

fn flow(result: Result<(), QueryError>) -> ControlFlow<QueryError> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(error),
    }
}
