//! What may stand in a page: any view, and any builder of this module, without a closing `.view()`.

use leptos::prelude::*;

/// A view, or a builder that becomes one.
pub trait Shown {
    /// As a view whose type is erased, which keeps page types small and builds quick.
    fn shown(self) -> AnyView;
}

impl<T> Shown for T
where
    T: IntoRender,
    T::Output: RenderHtml + Send + 'static,
{
    fn shown(self) -> AnyView {
        self.into_render().into_any()
    }
}

/// Lets builders with a `view` method stand in the braces of `view!` as they are.
macro_rules! stands_in_view {
    ($($builder:ty),+ $(,)?) => {$(
        impl leptos::prelude::IntoRender for $builder {
            type Output = leptos::prelude::AnyView;

            fn into_render(self) -> leptos::prelude::AnyView {
                self.view()
            }
        }
    )+};
}
pub(super) use stands_in_view;
