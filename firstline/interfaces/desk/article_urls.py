"""The addresses of the knowledge base."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import article_acts, articles

addresses: list[URLPattern] = [
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.new_article, name="article_new"),
    path("articles/preview/", articles.preview, name="article_preview"),
    path("articles/references/", articles.references, name="article_references"),
    path("articles/targets/", article_acts.targets, name="article_targets"),
    path("articles/<int:number>/", articles.article, name="article"),
    path("articles/<int:number>/fields/", articles.fields, name="article_fields"),
    path("articles/<int:number>/texts/<str:language>/", articles.text, name="article_text"),
    path("articles/<int:number>/versions/<str:language>/", article_acts.versions, name="article_versions"),
    path(
        "articles/<int:number>/versions/<str:language>/<int:version>/return/",
        article_acts.version_return,
        name="article_version_return",
    ),
    *(
        path(f"articles/<int:number>/{name}/", view, name=f"article_{name.replace('-', '_')}")
        for name, view in (
            ("submission", article_acts.submission),
            ("sending-back", article_acts.sending_back),
            ("publication", article_acts.publication),
            ("outdating", article_acts.outdating),
            ("retirement", article_acts.retirement),
            ("restoration", article_acts.restoration),
            ("attachments", article_acts.attachments),
        )
    ),
    path("attachments/<int:pk>/removal/", article_acts.attachment_removal, name="attachment_removal"),
]
