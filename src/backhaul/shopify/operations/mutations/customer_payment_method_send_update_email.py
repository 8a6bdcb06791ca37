from typing import Optional

from pydantic import Field

from ..model import BaseModel


class CustomerPaymentMethodSendUpdateEmail(BaseModel):
    customer_payment_method_send_update_email: Optional[
        "CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmail"
    ] = Field(alias="customerPaymentMethodSendUpdateEmail")


class CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmail(
    BaseModel
):
    customer: Optional[
        "CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmailCustomer"
    ]
    user_errors: list[
        "CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmailUserErrors"
    ] = Field(alias="userErrors")


class CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmailCustomer(
    BaseModel
):
    id: str


class CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmailUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str


CustomerPaymentMethodSendUpdateEmail.model_rebuild()
CustomerPaymentMethodSendUpdateEmailCustomerPaymentMethodSendUpdateEmail.model_rebuild()
