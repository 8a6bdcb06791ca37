"""Turns what of a contract an edit can change, as replied, into core's values."""

from typing import Protocol, TypeAlias

from backhaul.core.contract_content import Content, ContentDiscount, ContentLine, ContractReading, CycleReading
from backhaul.core.errors import BadMoney
from backhaul.core.money import Money, parse_money
from backhaul.core.shopify_errors import BrokenReply
from backhaul.core.wanted_changes import GivenAddress
from backhaul.shopify.operations.queries.contract_content import (
    ContractContentSubscriptionContract,
    ContractContentSubscriptionContractDiscountsNodes,
    ContractContentSubscriptionContractLinesNodes,
)
from backhaul.shopify.operations.queries.cycle_content import (
    CycleContentSubscriptionBillingCycle,
    CycleContentSubscriptionBillingCycleEditedContract,
    CycleContentSubscriptionBillingCycleEditedContractDiscountsNodes,
    CycleContentSubscriptionBillingCycleEditedContractLinesNodes,
)
from backhaul.shopify.operations.queries.enums import CurrencyCode
from backhaul.shopify.operations.queries.fragments import AddressParts

_Editable: TypeAlias = ContractContentSubscriptionContract | CycleContentSubscriptionBillingCycleEditedContract
_Line: TypeAlias = (
    ContractContentSubscriptionContractLinesNodes | CycleContentSubscriptionBillingCycleEditedContractLinesNodes
)
_Discount: TypeAlias = (
    ContractContentSubscriptionContractDiscountsNodes | CycleContentSubscriptionBillingCycleEditedContractDiscountsNodes
)


class Amount(Protocol):
    """A MoneyV2, by whichever operation it was read."""

    @property
    def amount(self) -> str: ...

    @property
    def currency_code(self) -> CurrencyCode: ...


def contract_reading_of(found: ContractContentSubscriptionContract) -> ContractReading:
    """A contract with its content. Raises BrokenReply for an amount that cannot be read."""
    return ContractReading(found.id, found.revision_id, found.status.value, found.next_billing_date, content_of(found))


def cycle_reading_of(found: CycleContentSubscriptionBillingCycle) -> CycleReading:
    """A cycle, with its own content if it has some. Raises BrokenReply for an amount that cannot be read."""
    return CycleReading(
        index=found.cycle_index,
        starts_at=found.cycle_start_at,
        ends_at=found.cycle_end_at,
        expected_at=found.billing_attempt_expected_date,
        status=found.status.value,
        skipped=found.skipped,
        is_edited=found.edited,
        edited=content_of(found.edited_contract) if found.edited_contract else None,
    )


def content_of(found: _Editable) -> Content:
    """What an edit can change. Raises BrokenReply."""
    method = found.delivery_method
    shipping = method if method is not None and method.typename__ == "SubscriptionDeliveryMethodShipping" else None
    cut_short = [one.entitled_lines.lines.page_info.has_next_page for one in found.discounts.nodes]
    return Content(
        lines=tuple(_line(line) for line in found.lines.nodes),
        discounts=tuple(_discount(discount) for discount in found.discounts.nodes),
        delivery_price=money(found.delivery_price),
        method=method.typename__.removeprefix("SubscriptionDeliveryMethod") if method else None,
        address=given_address(shipping.address) if shipping else None,
        option_code=shipping.shipping_option.code if shipping else None,
        option_title=shipping.shipping_option.title if shipping else None,
        note=found.note or "",
        attributes=tuple((one.key, one.value or "") for one in found.custom_attributes),
        payment_method_gid=found.customer_payment_method.id if found.customer_payment_method else None,
        is_whole=not (found.lines.page_info.has_next_page or found.discounts.page_info.has_next_page or any(cut_short)),
    )


def given_address(found: AddressParts) -> GivenAddress:
    """An address as it is shown: a part that is None is empty, or may not be seen."""
    return GivenAddress(
        first_name=found.first_name,
        last_name=found.last_name,
        company=found.company,
        address1=found.address_1,
        address2=found.address_2,
        city=found.city,
        zip=found.zip_,
        province_code=found.province_code,
        country_code=found.country_code_v_2.value if found.country_code_v_2 else None,
        phone=found.phone,
    )


def money(found: Amount) -> Money:
    """An amount. Raises BrokenReply."""
    try:
        return parse_money(found.amount, found.currency_code.value)
    except BadMoney as exc:
        raise BrokenReply(f"Shopify's answer cannot be used: {exc.message}") from exc


def _line(line: _Line) -> ContentLine:
    return ContentLine(
        gid=line.id,
        title=line.title,
        quantity=line.quantity,
        price=money(line.current_price),
        variant_gid=line.variant_id,
        selling_plan_gid=line.selling_plan_id,
        selling_plan_name=line.selling_plan_name,
        attributes=tuple((one.key, one.value or "") for one in line.custom_attributes),
        has_policy=line.pricing_policy is not None,
    )


def _discount(discount: _Discount) -> ContentDiscount:
    value = discount.value
    entitled = discount.entitled_lines
    return ContentDiscount(
        gid=discount.id,
        title=discount.title or "",
        percentage=value.percentage if value.typename__ == "SubscriptionDiscountPercentageValue" else None,
        amount=money(value.amount) if value.typename__ == "SubscriptionDiscountFixedAmountValue" else None,
        on_each_item=value.typename__ == "SubscriptionDiscountFixedAmountValue" and value.applies_on_each_item,
        limit=discount.recurring_cycle_limit,
        line_gids=() if entitled.all else tuple(line.id for line in entitled.lines.nodes),
        target=discount.target_type.value,
    )
