__all__ = [
    "BULK_OPERATIONS_GQL",
    "BULK_OPERATION_GQL",
    "FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL",
    "FULFILLMENTS_OF_GQL",
    "FULFILLMENT_GQL",
    "FULFILLMENT_LINES_NEXT_GQL",
    "FULFILLMENT_ORDERS_CHANGED_GQL",
    "FULFILLMENT_ORDERS_NEXT_GQL",
    "FULFILLMENT_ORDERS_OF_GQL",
    "FULFILLMENT_ORDERS_PRESENT_GQL",
    "FULFILLMENT_ORDER_GQL",
    "FULFILLMENT_ORDER_LINES_NEXT_GQL",
    "LOCATIONS_GQL",
    "ORDERS_CHANGED_GQL",
    "ORDERS_LISTED_GQL",
    "ORDERS_NAMED_GQL",
    "ORDERS_PRESENT_GQL",
    "ORDER_GQL",
    "ORDER_LINES_NEXT_GQL",
    "ORDER_LINES_WORTH_GQL",
    "ORDER_PAYMENTS_GQL",
    "ORDER_REFUNDS_GQL",
    "ORDER_RETURNS_GQL",
    "REFUND_LINES_NEXT_GQL",
    "REFUND_TRANSACTIONS_NEXT_GQL",
    "RETURN_LINES_NEXT_GQL",
    "SHOP_GQL",
    "SUGGESTED_REFUND_GQL",
    "WEBHOOK_SUBSCRIPTIONS_GQL",
]

BULK_OPERATION_GQL = """
query BulkOperation($id: ID!) {
  bulkOperation(id: $id) {
    id
    status
    errorCode
    rootObjectCount
    url
    partialDataUrl
  }
}
"""

BULK_OPERATIONS_GQL = """
query BulkOperations($query: String!) {
  bulkOperations(first: 54, query: $query) {
    nodes {
      id
      status
      query
    }
  }
}
"""

FULFILLMENT_GQL = """
query Fulfillment($id: ID!) {
  fulfillment(id: $id) {
    ...FulfillmentFields
    order {
      id
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_LINES_NEXT_GQL = """
query FulfillmentLinesNext($id: ID!, $after: String) {
  fulfillment(id: $id) {
    updatedAt
    fulfillmentLineItems(first: 250, after: $after) {
      nodes {
        ...FulfillmentLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDER_GQL = """
query FulfillmentOrder($id: ID!) {
  fulfillmentOrder(id: $id) {
    ...FulfillmentOrderFields
    orderId
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDER_LINES_NEXT_GQL = """
query FulfillmentOrderLinesNext($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    updatedAt
    lineItems(first: 250, after: $after) {
      nodes {
        ...FulfillmentOrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_CHANGED_GQL = """
query FulfillmentOrdersChanged($query: String!, $after: String) {
  fulfillmentOrders(
    first: 250
    after: $after
    query: $query
    sortKey: UPDATED_AT
    includeClosed: true
  ) {
    nodes {
      id
      orderId
      status
      updatedAt
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_NEXT_GQL = """
query FulfillmentOrdersNext($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    fulfillmentOrders(first: 12, after: $after) {
      nodes {
        ...FulfillmentOrderFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_OF_GQL = """
query FulfillmentOrdersOf($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on FulfillmentOrder {
      ...FulfillmentOrderFields
    }
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_PRESENT_GQL = """
query FulfillmentOrdersPresent($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on FulfillmentOrder {
      id
      status
      updatedAt
    }
  }
}
"""

FULFILLMENTS_OF_GQL = """
query FulfillmentsOf($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Fulfillment {
      ...FulfillmentFields
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL = """
query FulfillmentsOfFulfillmentOrder($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    fulfillments(first: 54, after: $after) {
      nodes {
        ...FulfillmentFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

LOCATIONS_GQL = """
query Locations($after: String) {
  locations(first: 54, after: $after, includeInactive: true, includeLegacy: true) {
    nodes {
      id
      name
      isActive
      fulfillsOnlineOrders
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDER_GQL = """
query Order($id: ID!) {
  order(id: $id) {
    ...OrderPaymentsFields
    ...OrderTotalsFields
    ...OrderCustomerFields
    name
    createdAt
    closedAt
    cancelReason
    displayFulfillmentStatus
    returnStatus
    tags
    lineItems(first: 12) {
      nodes {
        ...OrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
    fulfillmentOrders(first: 2) {
      nodes {
        ...FulfillmentOrderFields
      }
      pageInfo {
        ...PageFields
      }
    }
    fulfillmentsCount {
      count
    }
    fulfillments {
      ...FulfillmentFields
    }
    refunds {
      id
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderCustomerFields on Order {
  email
  phone
  note
  customAttributes {
    key
    value
  }
  customer {
    id
    displayName
  }
  shippingAddress {
    name
    company
    address1
    address2
    zip
    city
    provinceCode
    countryCodeV2
    phone
  }
}

fragment OrderLineFields on LineItem {
  id
  title
  variantTitle
  sku
  quantity
  currentQuantity
  refundableQuantity
  requiresShipping
  variant {
    id
  }
  originalUnitPriceSet {
    ...MoneyFields
  }
  discountedTotalSet(withCodeDiscounts: true) {
    ...MoneyFields
  }
}

fragment OrderPaymentsFields on Order {
  id
  updatedAt
  cancelledAt
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  currentTotalPriceSet {
    ...MoneyFields
  }
  transactionsCount {
    count
  }
  transactions {
    ...TransactionFields
  }
}

fragment OrderTotalsFields on Order {
  taxesIncluded
  totalPriceSet {
    ...MoneyFields
  }
  originalTotalPriceSet {
    ...MoneyFields
  }
  subtotalPriceSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
  totalShippingPriceSet {
    ...MoneyFields
  }
  totalDiscountsSet {
    ...MoneyFields
  }
  originalTotalDutiesSet {
    ...MoneyFields
  }
  originalTotalAdditionalFeesSet {
    ...MoneyFields
  }
  totalTipReceivedSet {
    ...MoneyFields
  }
  totalCashRoundingAdjustment {
    paymentSet {
      ...MoneyFields
    }
  }
  currentSubtotalPriceSet {
    ...MoneyFields
  }
  currentTotalTaxSet {
    ...MoneyFields
  }
  currentShippingPriceSet {
    ...MoneyFields
  }
  currentTotalDiscountsSet {
    ...MoneyFields
  }
  currentTotalDutiesSet {
    ...MoneyFields
  }
  currentTotalAdditionalFeesSet {
    ...MoneyFields
  }
  totalReceivedSet {
    ...MoneyFields
  }
  totalRefundedSet {
    ...MoneyFields
  }
  totalRefundedShippingSet {
    ...MoneyFields
  }
  netPaymentSet {
    ...MoneyFields
  }
  totalOutstandingSet {
    ...MoneyFields
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment TransactionFields on OrderTransaction {
  id
  kind
  status
  errorCode
  createdAt
  gateway
  formattedGateway
  manualPaymentGateway
  manuallyCapturable
  multiCapturable
  authorizationExpiresAt
  amountSet {
    ...MoneyFields
  }
  totalUnsettledSet {
    ...MoneyFields
  }
  parentTransaction {
    id
  }
}
"""

ORDER_LINES_NEXT_GQL = """
query OrderLinesNext($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    lineItems(first: 250, after: $after) {
      nodes {
        ...OrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderLineFields on LineItem {
  id
  title
  variantTitle
  sku
  quantity
  currentQuantity
  refundableQuantity
  requiresShipping
  variant {
    id
  }
  originalUnitPriceSet {
    ...MoneyFields
  }
  discountedTotalSet(withCodeDiscounts: true) {
    ...MoneyFields
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDER_LINES_WORTH_GQL = """
query OrderLinesWorth($id: ID!, $lines: [ID!]!) {
  order(id: $id) {
    id
    presentmentCurrencyCode
    taxesIncluded
    totalRefundedShippingSet {
      ...MoneyFields
    }
    shippingLines(first: 7) {
      nodes {
        discountedPriceSet {
          ...MoneyFields
        }
        taxLines {
          priceSet {
            ...MoneyFields
          }
        }
      }
    }
  }
  nodes(ids: $lines) {
    ... on LineItem {
      id
      quantity
      currentQuantity
      originalUnitPriceSet {
        ...MoneyFields
      }
      discountAllocations {
        allocatedAmountSet {
          ...MoneyFields
        }
      }
      taxLines {
        priceSet {
          ...MoneyFields
        }
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}
"""

ORDER_PAYMENTS_GQL = """
query OrderPayments($id: ID!) {
  order(id: $id) {
    ...OrderPaymentsFields
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderPaymentsFields on Order {
  id
  updatedAt
  cancelledAt
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  currentTotalPriceSet {
    ...MoneyFields
  }
  transactionsCount {
    count
  }
  transactions {
    ...TransactionFields
  }
}

fragment TransactionFields on OrderTransaction {
  id
  kind
  status
  errorCode
  createdAt
  gateway
  formattedGateway
  manualPaymentGateway
  manuallyCapturable
  multiCapturable
  authorizationExpiresAt
  amountSet {
    ...MoneyFields
  }
  totalUnsettledSet {
    ...MoneyFields
  }
  parentTransaction {
    id
  }
}
"""

ORDER_REFUNDS_GQL = """
query OrderRefunds($id: ID!) {
  order(id: $id) {
    updatedAt
    refunds {
      ...RefundFields
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment RefundFields on Refund {
  id
  createdAt
  updatedAt
  note
  totalRefundedSet {
    ...MoneyFields
  }
  return {
    id
  }
  refundLineItems(first: 7) {
    nodes {
      ...RefundLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
  transactions(first: 7) {
    nodes {
      id
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment RefundLineFields on RefundLineItem {
  id
  quantity
  restockType
  lineItem {
    id
  }
  location {
    id
  }
  subtotalSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
}
"""

ORDER_RETURNS_GQL = """
query OrderReturns($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    returns(first: 7, after: $after) {
      nodes {
        ...ReturnFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment ReturnFields on Return {
  id
  name
  status
  totalQuantity
  createdAt
  closedAt
  returnLineItems(first: 7) {
    nodes {
      ...ReturnLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment ReturnLineFields on ReturnLineItemType {
  quantity
  ... on ReturnLineItem {
    fulfillmentLineItem {
      lineItem {
        id
      }
    }
  }
}
"""

ORDERS_CHANGED_GQL = """
query OrdersChanged($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id
      updatedAt
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDERS_LISTED_GQL = """
query OrdersListed($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: CREATED_AT) {
    nodes {
      id
      createdAt
      updatedAt
      cancelledAt
      displayFinancialStatus
      displayFulfillmentStatus
      currentTotalPriceSet {
        ...MoneyFields
      }
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDERS_NAMED_GQL = """
query OrdersNamed($query: String!) {
  orders(first: 12, query: $query) {
    nodes {
      id
      name
      number
    }
  }
}
"""

ORDERS_PRESENT_GQL = """
query OrdersPresent($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order {
      id
      updatedAt
    }
  }
}
"""

REFUND_LINES_NEXT_GQL = """
query RefundLinesNext($id: ID!, $after: String) {
  refund(id: $id) {
    updatedAt
    refundLineItems(first: 250, after: $after) {
      nodes {
        ...RefundLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment RefundLineFields on RefundLineItem {
  id
  quantity
  restockType
  lineItem {
    id
  }
  location {
    id
  }
  subtotalSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
}
"""

REFUND_TRANSACTIONS_NEXT_GQL = """
query RefundTransactionsNext($id: ID!, $after: String) {
  refund(id: $id) {
    updatedAt
    transactions(first: 250, after: $after) {
      nodes {
        id
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

RETURN_LINES_NEXT_GQL = """
query ReturnLinesNext($id: ID!, $after: String) {
  return(id: $id) {
    status
    returnLineItems(first: 250, after: $after) {
      nodes {
        ...ReturnLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment ReturnLineFields on ReturnLineItemType {
  quantity
  ... on ReturnLineItem {
    fulfillmentLineItem {
      lineItem {
        id
      }
    }
  }
}
"""

SHOP_GQL = """
query Shop {
  shop {
    id
    name
    myshopifyDomain
    currencyCode
    ianaTimezone
    plan {
      publicDisplayName
      shopifyPlus
      partnerDevelopment
    }
  }
  currentAppInstallation {
    accessScopes {
      handle
    }
  }
}
"""

SUGGESTED_REFUND_GQL = """
query SuggestedRefund($id: ID!, $lines: [RefundLineItemInput!], $shipping: Money) {
  order(id: $id) {
    id
    presentmentCurrencyCode
    suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
      amountSet {
        ...MoneyFields
      }
      maximumRefundableSet {
        ...MoneyFields
      }
      refundLineItems {
        quantity
        lineItem {
          id
        }
        location {
          id
        }
      }
      suggestedTransactions {
        gateway
        amountSet {
          ...MoneyFields
        }
        maximumRefundableSet {
          ...MoneyFields
        }
        parentTransaction {
          id
        }
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}
"""

WEBHOOK_SUBSCRIPTIONS_GQL = """
query WebhookSubscriptions($after: String) {
  webhookSubscriptions(first: 250, after: $after) {
    nodes {
      id
      topic
      uri
      format
      includeFields
      filter
      name
      apiVersion {
        handle
      }
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""
