__all__ = [
    "BULK_OPERATION_RUN_QUERY_GQL",
    "FULFILLMENT_CANCEL_GQL",
    "FULFILLMENT_CREATE_GQL",
    "FULFILLMENT_ORDER_MOVE_GQL",
    "FULFILLMENT_ORDER_OPEN_GQL",
    "FULFILLMENT_ORDER_RELEASE_HOLD_GQL",
    "FULFILLMENT_TRACKING_INFO_UPDATE_GQL",
    "ORDER_CAPTURE_GQL",
    "REFUND_CREATE_GQL",
    "TAGS_ADD_GQL",
    "TRANSACTION_VOID_GQL",
    "WEBHOOK_SUBSCRIPTION_CREATE_GQL",
    "WEBHOOK_SUBSCRIPTION_UPDATE_GQL",
]

BULK_OPERATION_RUN_QUERY_GQL = """
mutation BulkOperationRunQuery($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

FULFILLMENT_CANCEL_GQL = """
mutation FulfillmentCancel($id: ID!) {
  fulfillmentCancel(id: $id) {
    fulfillment {
      id
      status
    }
    userErrors {
      field
      message
    }
  }
}
"""

FULFILLMENT_CREATE_GQL = """
mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment {
      id
      name
      status
      createdAt
      totalQuantity
    }
    userErrors {
      field
      message
    }
  }
}
"""

FULFILLMENT_ORDER_MOVE_GQL = """
mutation FulfillmentOrderMove($id: ID!, $newLocationId: ID!, $fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]) {
  fulfillmentOrderMove(
    id: $id
    newLocationId: $newLocationId
    fulfillmentOrderLineItems: $fulfillmentOrderLineItems
  ) {
    movedFulfillmentOrder {
      id
      status
    }
    originalFulfillmentOrder {
      id
      status
    }
    remainingFulfillmentOrder {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

FULFILLMENT_ORDER_OPEN_GQL = """
mutation FulfillmentOrderOpen($id: ID!) {
  fulfillmentOrderOpen(id: $id) {
    fulfillmentOrder {
      id
      status
    }
    userErrors {
      field
      message
    }
  }
}
"""

FULFILLMENT_ORDER_RELEASE_HOLD_GQL = """
mutation FulfillmentOrderReleaseHold($id: ID!, $holdIds: [ID!]) {
  fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) {
    fulfillmentOrder {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

FULFILLMENT_TRACKING_INFO_UPDATE_GQL = """
mutation FulfillmentTrackingInfoUpdate($fulfillmentId: ID!, $trackingInfoInput: FulfillmentTrackingInput!, $notifyCustomer: Boolean) {
  fulfillmentTrackingInfoUpdate(
    fulfillmentId: $fulfillmentId
    trackingInfoInput: $trackingInfoInput
    notifyCustomer: $notifyCustomer
  ) {
    fulfillment {
      id
      status
      trackingInfo {
        company
        number
        url
      }
    }
    userErrors {
      field
      message
    }
  }
}
"""

ORDER_CAPTURE_GQL = """
mutation OrderCapture($input: OrderCaptureInput!) {
  orderCapture(input: $input) {
    transaction {
      id
      kind
      status
      errorCode
      amountSet {
        presentmentMoney {
          amount
          currencyCode
        }
      }
    }
    userErrors {
      field
      message
    }
  }
}
"""

REFUND_CREATE_GQL = """
mutation RefundCreate($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund {
      id
      transactions(first: 7) {
        nodes {
          id
          kind
          status
          errorCode
          amountSet {
            presentmentMoney {
              amount
              currencyCode
            }
          }
          parentTransaction {
            id
          }
        }
      }
    }
    userErrors {
      field
      message
    }
  }
}
"""

TAGS_ADD_GQL = """
mutation TagsAdd($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) {
    node {
      id
    }
    userErrors {
      field
      message
    }
  }
}
"""

TRANSACTION_VOID_GQL = """
mutation TransactionVoid($parentTransactionId: ID!) {
  transactionVoid(parentTransactionId: $parentTransactionId) {
    transaction {
      id
      kind
      status
      errorCode
      amountSet {
        presentmentMoney {
          amount
          currencyCode
        }
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

WEBHOOK_SUBSCRIPTION_CREATE_GQL = """
mutation WebhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(
    topic: $topic
    webhookSubscription: $webhookSubscription
  ) {
    webhookSubscription {
      id
      topic
      uri
    }
    userErrors {
      field
      message
    }
  }
}
"""

WEBHOOK_SUBSCRIPTION_UPDATE_GQL = """
mutation WebhookSubscriptionUpdate($id: ID!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhookSubscription) {
    webhookSubscription {
      id
      topic
      uri
    }
    userErrors {
      field
      message
    }
  }
}
"""
