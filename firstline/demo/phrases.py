"""What people say on the telephone in the shown city, and what the desk writes down."""

OPENINGS = {
    "en": (
        "Hello, it is about this: {word}.",
        "{word}. It has been like this since {since}.",
        "Could somebody see to it? {word}.",
    ),
    "fr": (
        "Bonjour, c'est pour ceci : {word}.",
        "{word}. Cela dure depuis {since}.",
        "Quelqu'un peut-il venir ? {word}.",
    ),
    "es": ("Buenos días, llamo por esto: {word}.", "{word}. Está así desde {since}.", "¿Puede venir alguien? {word}."),
    "pl": ("Dzień dobry, chodzi o to: {word}.", "{word}. Tak jest od {since}.", "Czy ktoś może przyjechać? {word}."),
    "th": ("สวัสดีค่ะ โทรเรื่อง{word}", "{word} เป็นมาตั้งแต่{since}", "ช่วยส่งคนมาดูหน่อย {word}"),
}
SINCE = {
    "en": ("yesterday", "this morning", "last week"),
    "fr": ("hier", "ce matin", "la semaine dernière"),
    "es": ("ayer", "esta mañana", "la semana pasada"),
    "pl": ("wczoraj", "rana", "zeszłego tygodnia"),
    "th": ("เมื่อวาน", "เช้านี้", "สัปดาห์ที่แล้ว"),
}
WANTED = {
    "en": "Would like it done before the weekend.",
    "fr": "Souhaite que ce soit fait avant le week-end.",
    "es": "Quiere que se haga antes del fin de semana.",
    "pl": "Prosi o załatwienie przed weekendem.",
    "th": "อยากให้เสร็จก่อนวันหยุด",
}
ANSWERS = (
    "Collected every Tuesday; put it out before seven in the morning.",
    "The form is on the city's pages and at the counter of City Hall; it takes three working days.",
    "The water is back at four in the afternoon, told so at once.",
)
COMMENTS = (
    ("praise", "works", "waste", "The men who came for the old fridge were quick and very kind."),
    ("complaint", "works", "roads", "The same hole has been filled three times and is open again."),
    ("remark", "water", None, "A text message before the water is cut would be good."),
    ("complaint", "it", "network", "I waited forty minutes for a new password."),
    ("praise", "parks", "green", "The playground by the canal looks lovely now."),
)
NOTES = (
    "Photo asked for, the customer sends it tonight.",
    "Passed the place on the way: it is as described.",
    "Spare part ordered, comes on Thursday.",
    "Spoke to the neighbour, who sees the same.",
)
PROPOSALS = ("Switch it off for one minute and on again.", "Use the other entrance until it is repaired.")
SOLUTIONS = (
    "Done on site, checked together with the customer.",
    "Part replaced and tested.",
    "Cleared; nothing left to do.",
)
REASONS = ("The second tier has the tools for it.", "Tried what we can on this tier; it needs an expert.")
CALLED = (
    "Told where it stands; content to wait.",
    "Asked for the day of the work; will be told in time.",
    "Thanks for the call, nothing new from their side.",
)
PROMISED = (
    "Wants to know what the new permit costs; I find out and call back.",
    "Asks whether the pool opens on the holiday; I ask the colleagues and call back.",
)
WIFI = "The wireless network drops every few minutes in the reading room."
TRIED = "Other channel, other device, the access point started anew: the same."
EXPECTED = "Look at the logs of the access point and say what is wrong with it."
TO_AND_FRO = (
    "It is not the device: somebody has to look at the network.",
    "The logs are clean; please see whether it is the reader's own device.",
    "Three devices of different make drop at the same moment: it is the network.",
    "The access point was changed; please ask whether it still drops.",
)
OVERRIDES = (
    "The house is a home for the elderly.",
    "The neighbour has let them in: nobody is in danger any more.",
)

# What people write beside a rating: of a bad one, of a good one.
RATED = {
    "en": ("It took far too long, and nobody told me why.", "Quick and friendly, thank you."),
    "fr": ("C’était beaucoup trop long, et personne ne m’a dit pourquoi.", "Rapide et aimable, merci."),
    "es": ("Tardó demasiado y nadie me dijo por qué.", "Rápido y amable, gracias."),
    "pl": ("Trwało to o wiele za długo i nikt nie powiedział dlaczego.", "Szybko i uprzejmie, dziękuję."),
    "th": ("ใช้เวลานานเกินไป และไม่มีใครบอกเหตุผล", "รวดเร็วและเป็นมิตร ขอบคุณ"),
}
# What analysts type while somebody asks, why they did not search, and why a text was no help.
LOOKED_UP = ("fridge", "password", "parking for mopeds", "water", "printer", "library card for a dog", "waste")
SKIPPED = "Asked every day: I know it by heart."
NO_HELP = "Says nothing of weekends."
