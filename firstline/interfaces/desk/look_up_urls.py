"""The addresses of looking things up beside a contact or a ticket, of what is lacking, and of the search first."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import article_gaps, look_ups, search_first

addresses: list[URLPattern] = [
    *(
        path(f"{noun}s/<int:number>/{where}/", view, {"noun": noun}, name=f"{noun}_{name}")
        for noun in ("contact", "ticket")
        for where, view, name in (
            ("articles", look_ups.articles, "articles"),
            ("searches", look_ups.searches, "searches"),
            ("searches/skipping", look_ups.skipping, "search_skipping"),
            ("articles/<int:article>", look_ups.article, "article"),
            ("articles/<int:article>/opening", look_ups.opening, "article_opening"),
            ("articles/<int:article>/reading-out", look_ups.reading_out, "article_reading_out"),
            ("articles/<int:article>/not-helpful", look_ups.not_helpful, "article_not_helpful"),
        )
    ),
    path("contacts/<int:number>/articles/<int:article>/answer/", look_ups.answer, name="contact_article_answer"),
    path("articles/to-do/", article_gaps.to_do, name="articles_to_do"),
    path("articles/search-first/", search_first.search_first, name="search_first"),
    path("articles/search-first/<str:kind>/", search_first.of_kind, name="search_first_kind"),
]
