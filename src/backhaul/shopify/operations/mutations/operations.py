__all__ = [
    "BULK_OPERATION_RUN_QUERY_GQL",
    "CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL_GQL",
    "FULFILLMENT_CANCEL_GQL",
    "FULFILLMENT_CREATE_GQL",
    "FULFILLMENT_ORDER_HOLD_GQL",
    "FULFILLMENT_ORDER_MOVE_GQL",
    "FULFILLMENT_ORDER_OPEN_GQL",
    "FULFILLMENT_ORDER_RELEASE_HOLD_GQL",
    "FULFILLMENT_ORDER_RESCHEDULE_GQL",
    "FULFILLMENT_TRACKING_INFO_UPDATE_GQL",
    "ORDER_CANCEL_GQL",
    "ORDER_CAPTURE_GQL",
    "ORDER_UPDATE_GQL",
    "REFUND_CREATE_GQL",
    "SUBSCRIPTION_BILLING_ATTEMPT_CREATE_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_SKIP_GQL",
    "SUBSCRIPTION_BILLING_CYCLE_UNSKIP_GQL",
    "SUBSCRIPTION_CONTRACT_ACTIVATE_GQL",
    "SUBSCRIPTION_CONTRACT_CANCEL_GQL",
    "SUBSCRIPTION_CONTRACT_PAUSE_GQL",
    "SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE_GQL",
    "SUBSCRIPTION_CONTRACT_UPDATE_GQL",
    "SUBSCRIPTION_DRAFT_COMMIT_GQL",
    "SUBSCRIPTION_DRAFT_DISCOUNT_ADD_GQL",
    "SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE_GQL",
    "SUBSCRIPTION_DRAFT_LINE_ADD_GQL",
    "SUBSCRIPTION_DRAFT_LINE_REMOVE_GQL",
    "SUBSCRIPTION_DRAFT_LINE_UPDATE_GQL",
    "SUBSCRIPTION_DRAFT_UPDATE_GQL",
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

CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL_GQL = """
mutation CustomerPaymentMethodSendUpdateEmail($customerPaymentMethodId: ID!) {
  customerPaymentMethodSendUpdateEmail(
    customerPaymentMethodId: $customerPaymentMethodId
  ) {
    customer {
      id
    }
    userErrors {
      field
      message
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

FULFILLMENT_ORDER_HOLD_GQL = """
mutation FulfillmentOrderHold($id: ID!, $fulfillmentHold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $fulfillmentHold) {
    fulfillmentHold {
      id
    }
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

FULFILLMENT_ORDER_RESCHEDULE_GQL = """
mutation FulfillmentOrderReschedule($id: ID!, $fulfillAt: DateTime!) {
  fulfillmentOrderReschedule(id: $id, fulfillAt: $fulfillAt) {
    fulfillmentOrder {
      id
      status
      fulfillAt
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

ORDER_CANCEL_GQL = """
mutation OrderCancel($orderId: ID!, $reason: OrderCancelReason!, $refund: Boolean, $restock: Boolean!, $notifyCustomer: Boolean, $staffNote: String) {
  orderCancel(
    orderId: $orderId
    reason: $reason
    refund: $refund
    restock: $restock
    notifyCustomer: $notifyCustomer
    staffNote: $staffNote
  ) {
    jobResult {
      id
      done
      status
    }
    userErrors: orderCancelUserErrors {
      field
      message
      code
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

ORDER_UPDATE_GQL = """
mutation OrderUpdate($input: OrderInput!) {
  orderUpdate(input: $input) {
    order {
      id
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

SUBSCRIPTION_BILLING_ATTEMPT_CREATE_GQL = """
mutation SubscriptionBillingAttemptCreate($subscriptionContractId: ID!, $subscriptionBillingAttemptInput: SubscriptionBillingAttemptInput!) {
  subscriptionBillingAttemptCreate(
    subscriptionContractId: $subscriptionContractId
    subscriptionBillingAttemptInput: $subscriptionBillingAttemptInput
  ) {
    subscriptionBillingAttempt {
      id
      idempotencyKey
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT_GQL = """
mutation SubscriptionBillingCycleContractDraftCommit($draftId: ID!) {
  subscriptionBillingCycleContractDraftCommit(draftId: $draftId) {
    contract {
      updatedAt
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT_GQL = """
mutation SubscriptionBillingCycleContractEdit($billingCycleInput: SubscriptionBillingCycleInput!, $actor: SubscriptionActor) {
  subscriptionBillingCycleContractEdit(
    billingCycleInput: $billingCycleInput
    actor: $actor
  ) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE_GQL = """
mutation SubscriptionBillingCycleEditDelete($billingCycleInput: SubscriptionBillingCycleInput!) {
  subscriptionBillingCycleEditDelete(billingCycleInput: $billingCycleInput) {
    billingCycles {
      cycleIndex
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT_GQL = """
mutation SubscriptionBillingCycleScheduleEdit($billingCycleInput: SubscriptionBillingCycleInput!, $input: SubscriptionBillingCycleScheduleEditInput!) {
  subscriptionBillingCycleScheduleEdit(
    billingCycleInput: $billingCycleInput
    input: $input
  ) {
    billingCycle {
      cycleIndex
      skipped
      billingAttemptExpectedDate
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_SKIP_GQL = """
mutation SubscriptionBillingCycleSkip($billingCycleInput: SubscriptionBillingCycleInput!) {
  subscriptionBillingCycleSkip(billingCycleInput: $billingCycleInput) {
    billingCycle {
      cycleIndex
      skipped
      billingAttemptExpectedDate
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_BILLING_CYCLE_UNSKIP_GQL = """
mutation SubscriptionBillingCycleUnskip($billingCycleInput: SubscriptionBillingCycleInput!) {
  subscriptionBillingCycleUnskip(billingCycleInput: $billingCycleInput) {
    billingCycle {
      cycleIndex
      skipped
      billingAttemptExpectedDate
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_CONTRACT_ACTIVATE_GQL = """
mutation SubscriptionContractActivate($subscriptionContractId: ID!, $actor: SubscriptionActor) {
  subscriptionContractActivate(
    subscriptionContractId: $subscriptionContractId
    actor: $actor
  ) {
    contract {
      id
      revisionId
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

SUBSCRIPTION_CONTRACT_CANCEL_GQL = """
mutation SubscriptionContractCancel($subscriptionContractId: ID!, $actor: SubscriptionActor) {
  subscriptionContractCancel(
    subscriptionContractId: $subscriptionContractId
    actor: $actor
  ) {
    contract {
      id
      revisionId
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

SUBSCRIPTION_CONTRACT_PAUSE_GQL = """
mutation SubscriptionContractPause($subscriptionContractId: ID!, $actor: SubscriptionActor) {
  subscriptionContractPause(
    subscriptionContractId: $subscriptionContractId
    actor: $actor
  ) {
    contract {
      id
      revisionId
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

SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE_GQL = """
mutation SubscriptionContractSetNextBillingDate($contractId: ID!, $date: DateTime!) {
  subscriptionContractSetNextBillingDate(contractId: $contractId, date: $date) {
    contract {
      id
      nextBillingDate
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_CONTRACT_UPDATE_GQL = """
mutation SubscriptionContractUpdate($contractId: ID!, $actor: SubscriptionActor) {
  subscriptionContractUpdate(contractId: $contractId, actor: $actor) {
    draft {
      id
      originalContract {
        id
        revisionId
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

SUBSCRIPTION_DRAFT_COMMIT_GQL = """
mutation SubscriptionDraftCommit($draftId: ID!) {
  subscriptionDraftCommit(draftId: $draftId) {
    contract {
      id
      revisionId
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

SUBSCRIPTION_DRAFT_DISCOUNT_ADD_GQL = """
mutation SubscriptionDraftDiscountAdd($draftId: ID!, $input: SubscriptionManualDiscountInput!) {
  subscriptionDraftDiscountAdd(draftId: $draftId, input: $input) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE_GQL = """
mutation SubscriptionDraftDiscountRemove($draftId: ID!, $discountId: ID!) {
  subscriptionDraftDiscountRemove(draftId: $draftId, discountId: $discountId) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_DRAFT_LINE_ADD_GQL = """
mutation SubscriptionDraftLineAdd($draftId: ID!, $input: SubscriptionLineInput!) {
  subscriptionDraftLineAdd(draftId: $draftId, input: $input) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_DRAFT_LINE_REMOVE_GQL = """
mutation SubscriptionDraftLineRemove($draftId: ID!, $lineId: ID!) {
  subscriptionDraftLineRemove(draftId: $draftId, lineId: $lineId) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_DRAFT_LINE_UPDATE_GQL = """
mutation SubscriptionDraftLineUpdate($draftId: ID!, $lineId: ID!, $input: SubscriptionLineUpdateInput!) {
  subscriptionDraftLineUpdate(draftId: $draftId, lineId: $lineId, input: $input) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

SUBSCRIPTION_DRAFT_UPDATE_GQL = """
mutation SubscriptionDraftUpdate($draftId: ID!, $input: SubscriptionDraftInput!) {
  subscriptionDraftUpdate(draftId: $draftId, input: $input) {
    draft {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
"""

TAGS_ADD_GQL = """
mutation TagsAdd($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) {
    node {
      ... on Order {
        id
        tags
      }
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
