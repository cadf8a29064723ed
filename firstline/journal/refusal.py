"""Why something cannot be done: the one kind of exception a verb raises for its caller to show."""


class Refused(Exception):
    """The verb cannot be carried out; the message is a whole, translated sentence for the person who asked.

    `field` names the fact that is to blame, where it is one, so that a form can show the sentence beside it.
    """

    def __init__(self, text: str = "", *, field: str = "") -> None:
        super().__init__(text)
        self.field = field
