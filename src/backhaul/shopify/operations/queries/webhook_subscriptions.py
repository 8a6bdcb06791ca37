from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import WebhookSubscriptionFormat, WebhookSubscriptionTopic
from .fragments import PageFields


class WebhookSubscriptions(BaseModel):
    webhook_subscriptions: "WebhookSubscriptionsWebhookSubscriptions" = Field(
        alias="webhookSubscriptions"
    )


class WebhookSubscriptionsWebhookSubscriptions(BaseModel):
    nodes: list["WebhookSubscriptionsWebhookSubscriptionsNodes"]
    page_info: "WebhookSubscriptionsWebhookSubscriptionsPageInfo" = Field(
        alias="pageInfo"
    )


class WebhookSubscriptionsWebhookSubscriptionsNodes(BaseModel):
    id: str
    topic: WebhookSubscriptionTopic
    uri: str
    format: WebhookSubscriptionFormat
    include_fields: list[str] = Field(alias="includeFields")
    filter_: Optional[str] = Field(alias="filter")
    name: Optional[str]
    api_version: "WebhookSubscriptionsWebhookSubscriptionsNodesApiVersion" = Field(
        alias="apiVersion"
    )


class WebhookSubscriptionsWebhookSubscriptionsNodesApiVersion(BaseModel):
    handle: str


WebhookSubscriptionsWebhookSubscriptionsPageInfo = PageFields
WebhookSubscriptions.model_rebuild()
WebhookSubscriptionsWebhookSubscriptions.model_rebuild()
WebhookSubscriptionsWebhookSubscriptionsNodes.model_rebuild()
