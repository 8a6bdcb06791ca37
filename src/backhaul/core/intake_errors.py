"""Why a webhook is not taken in; see `errors` for the whole tree."""

from backhaul.core.errors import BackhaulError, Conflict, InputError


class WebhookRefused(BackhaulError):
    """A delivery that is not kept; whoever sent it is told why."""

    code = "webhook-refused"


class WebhookHeaderMissing(WebhookRefused):
    code = "webhook-header-missing"
    default_hint = "Shopify sends it with every webhook: check what stands between Shopify and this server."

    def __init__(self, header: str) -> None:
        super().__init__(f"The header {header} is missing.", data={"header": header})


class WebhookHeaderUnusable(WebhookRefused):
    code = "webhook-header-unusable"

    def __init__(self, header: str) -> None:
        super().__init__(f"The header {header} is far longer than Shopify's ever are.", data={"header": header})


class WebhookTooLarge(WebhookRefused):
    code = "webhook-too-large"
    default_hint = "Have the subscription include fewer fields, or raise BACKHAUL_WEBHOOK_MAX_BYTES."

    def __init__(self, longest: int) -> None:
        super().__init__(f"The body has more than {longest} bytes.", data={"longest": longest})


class WebhookTooSlow(WebhookRefused):
    code = "webhook-too-slow"
    default_hint = "Send it again."
    can_retry = True

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The body did not come within {seconds:g} seconds.", data={"seconds": seconds})


class UnknownShop(WebhookRefused):
    code = "unknown-shop"
    default_hint = "Connect the store with `backhaul store add`, or remove the subscription in Shopify."

    def __init__(self, shop_domain: str) -> None:
        super().__init__(f"No store is connected for {shop_domain[:80]}.", data={"shop_domain": shop_domain[:80]})


class SignatureMissing(WebhookRefused):
    code = "webhook-signature-missing"

    def __init__(self) -> None:
        super().__init__("The webhook is not signed.")


class SignatureWrong(WebhookRefused):
    """None of the store's secrets made this signature for this body."""

    code = "webhook-signature-wrong"
    default_hint = "Add the secret that Shopify signs with: `backhaul store secrets add`."

    def __init__(self) -> None:
        super().__init__("The signature does not fit the body.")


class InboxUnavailable(WebhookRefused):
    """The inbox could not be written in time; Shopify sends the webhook again."""

    code = "inbox-unavailable"
    default_hint = "Send it again in a moment."
    can_retry = True

    def __init__(self) -> None:
        super().__init__("The webhook could not be stored at the moment.")


class UnknownWebhookSecret(InputError):
    code = "unknown-webhook-secret"
    default_hint = "`backhaul store secrets list` shows them; name one by its id or the beginning of its fingerprint."

    def __init__(self, reference: str) -> None:
        super().__init__(f"The store has no secret “{reference[:80]}”.", data={"secret": reference[:80]})


class LastWebhookSecret(Conflict):
    """Without a secret every webhook of the store would be refused."""

    code = "last-webhook-secret"
    default_hint = "Add the secret that takes its place first."

    def __init__(self, fingerprint: str) -> None:
        super().__init__(f"{fingerprint} is the only secret of the store that counts.", data={"secret": fingerprint})
