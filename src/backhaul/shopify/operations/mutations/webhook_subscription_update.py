from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import WebhookSubscriptionTopic


class WebhookSubscriptionUpdate(BaseModel):
    webhook_subscription_update: Optional[
        "WebhookSubscriptionUpdateWebhookSubscriptionUpdate"
    ] = Field(alias="webhookSubscriptionUpdate")


class WebhookSubscriptionUpdateWebhookSubscriptionUpdate(BaseModel):
    webhook_subscription: Optional[
        "WebhookSubscriptionUpdateWebhookSubscriptionUpdateWebhookSubscription"
    ] = Field(alias="webhookSubscription")
    user_errors: list[
        "WebhookSubscriptionUpdateWebhookSubscriptionUpdateUserErrors"
    ] = Field(alias="userErrors")


class WebhookSubscriptionUpdateWebhookSubscriptionUpdateWebhookSubscription(BaseModel):
    id: str
    topic: WebhookSubscriptionTopic
    uri: str


class WebhookSubscriptionUpdateWebhookSubscriptionUpdateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


WebhookSubscriptionUpdate.model_rebuild()
WebhookSubscriptionUpdateWebhookSubscriptionUpdate.model_rebuild()
