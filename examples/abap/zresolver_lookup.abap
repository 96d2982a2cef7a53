*&---------------------------------------------------------------------*
*& Asks why an invoice lookup failed and writes what to do, in JSON through Envoy.
*&
*& SM59: a destination INVOICE_RESOLVER of type G (HTTP), its host and port those of Envoy, SSL active.
*& Needs /UI2/CL_JSON (from 7.40 SP 8).
*&---------------------------------------------------------------------*
REPORT zresolver_lookup.

PARAMETERS: p_token TYPE string LOWER CASE OBLIGATORY. " in a real program from the secure store

" Names are those of the contract: /UI2/CL_JSON writes them in lower case. What is initial is left out of a request,
" and so is unknown to the server; to tell that a field was left empty, write it into the JSON yourself.
TYPES:
  BEGIN OF ty_inputs,
    invoice_type   TYPE string,
    invoice_number TYPE string, " a text: numbers of 20 digits fit into no integer, and leading zeros count
    issue_date     TYPE string,
    amount         TYPE string,
  END OF ty_inputs,
  BEGIN OF ty_outcome,
    provider TYPE string,
    code     TYPE string,
    message  TYPE string,
  END OF ty_outcome,
  BEGIN OF ty_requester,
    role TYPE string,
  END OF ty_requester,
  BEGIN OF ty_context,
    lookup_id TYPE string,
    inputs    TYPE ty_inputs,
    outcome   TYPE ty_outcome,
    requester TYPE ty_requester,
  END OF ty_context,
  ty_contexts TYPE STANDARD TABLE OF ty_context WITH EMPTY KEY,
  BEGIN OF ty_request,
    context       TYPE ty_context,
    language_code TYPE string,
    max_causes    TYPE i,
  END OF ty_request,
  BEGIN OF ty_batch_request,
    contexts      TYPE ty_contexts,
    language_code TYPE string,
    max_causes    TYPE i,
  END OF ty_batch_request.

TYPES:
  BEGIN OF ty_remedy,
    title TYPE string,
    steps TYPE string_table,
  END OF ty_remedy,
  BEGIN OF ty_cause,
    cause_id    TYPE string,
    title       TYPE string,
    probability TYPE decfloat34,
    remedies    TYPE STANDARD TABLE OF ty_remedy WITH EMPTY KEY,
  END OF ty_cause,
  BEGIN OF ty_disposition,
    action           TYPE string,
    retryable        TYPE abap_bool,
    retry_not_before TYPE string, " RFC 3339 in UTC, such as 2026-03-13T16:00:00Z; empty if there is none
    reason           TYPE string,
  END OF ty_disposition,
  BEGIN OF ty_answer,
    lookup_id   TYPE string,
    causes      TYPE STANDARD TABLE OF ty_cause WITH EMPTY KEY,
    disposition TYPE ty_disposition,
  END OF ty_answer,
  BEGIN OF ty_violation,
    field       TYPE string,
    reason      TYPE string,
    description TYPE string,
  END OF ty_violation,
  BEGIN OF ty_metadata,
    request_id TYPE string,
  END OF ty_metadata,
  BEGIN OF ty_detail, " the fields of all kinds of details; each has some of them
    reason           TYPE string,
    metadata         TYPE ty_metadata,
    locale           TYPE string,
    message          TYPE string,
    field_violations TYPE STANDARD TABLE OF ty_violation WITH EMPTY KEY,
    retry_delay      TYPE string, " such as 1s
  END OF ty_detail,
  BEGIN OF ty_status,
    code    TYPE i,
    message TYPE string,
    details TYPE STANDARD TABLE OF ty_detail WITH EMPTY KEY,
  END OF ty_status,
  BEGIN OF ty_item,
    lookup_id  TYPE string,
    resolution TYPE ty_answer,
    status     TYPE ty_status,
  END OF ty_item,
  BEGIN OF ty_batch_answer,
    items TYPE STANDARD TABLE OF ty_item WITH EMPTY KEY,
  END OF ty_batch_answer.

CLASS lcl_resolver DEFINITION FINAL.
  PUBLIC SECTION.
    METHODS constructor IMPORTING token TYPE string.
    "! Writes the most likely cause, what to do about it, and whether to send the lookup again.
    METHODS resolve IMPORTING context TYPE ty_context.
    "! Writes the first cause of each lookup. One that is invalid does not spoil the rest.
    METHODS batch_resolve IMPORTING contexts TYPE ty_contexts.
  PRIVATE SECTION.
    CONSTANTS c_ok TYPE i VALUE 200.
    DATA token TYPE string.
    "! Sends a request; returns the HTTP status, 0 if nothing came back, and the JSON that did.
    METHODS call
      IMPORTING method  TYPE string
                request TYPE data
                seconds TYPE i
      EXPORTING http    TYPE i
                json    TYPE string.
    "! Reads JSON into a structure by the names of its components.
    METHODS read
      IMPORTING json TYPE string
      CHANGING  data TYPE data.
    "! Writes what a failed call says: for people, for the log, and for the program.
    METHODS write_status
      IMPORTING about  TYPE string
                status TYPE ty_status.
    METHODS write_failure
      IMPORTING http TYPE i
                json TYPE string.
ENDCLASS.

CLASS lcl_resolver IMPLEMENTATION.
  METHOD constructor.
    me->token = token.
  ENDMETHOD.

  METHOD resolve.
    call( EXPORTING method  = `Resolve`
                    request = VALUE ty_request( context = context language_code = `zh-CN` )
                    seconds = 5
          IMPORTING http    = DATA(http)
                    json    = DATA(json) ).
    IF http <> c_ok.
      write_failure( http = http json = json ).
      RETURN.
    ENDIF.
    DATA answer TYPE ty_answer.
    read( EXPORTING json = json CHANGING data = answer ).

    DATA(cause) = answer-causes[ 1 ]. " there always is one
    WRITE / |{ answer-lookup_id }: { cause-title }|.
    LOOP AT cause-remedies INTO DATA(remedy) TO 1.
      WRITE / |  { remedy-title }|.
      LOOP AT remedy-steps INTO DATA(step).
        WRITE / |    { sy-tabix }. { step }|.
      ENDLOOP.
    ENDLOOP.
    DATA(again) = COND string( WHEN answer-disposition-retryable = abap_true THEN `可以重试` ELSE `不要重试` ).
    WRITE / |  { answer-disposition-action }, { again } { answer-disposition-retry_not_before }|.
    WRITE / |  { answer-disposition-reason }|.
  ENDMETHOD.

  METHOD batch_resolve.
    call( EXPORTING method  = `BatchResolve`
                    request = VALUE ty_batch_request( contexts      = contexts
                                                      language_code = `zh-CN`
                                                      max_causes    = 1 )
                    seconds = 30
          IMPORTING http    = DATA(http)
                    json    = DATA(json) ).
    IF http <> c_ok.
      write_failure( http = http json = json ).
      RETURN.
    ENDIF.
    DATA answer TYPE ty_batch_answer.
    read( EXPORTING json = json CHANGING data = answer ).

    LOOP AT answer-items INTO DATA(item).
      IF item-status-code <> 0.
        write_status( about = item-lookup_id status = item-status ).
      ELSE.
        WRITE / |{ item-lookup_id }: { item-resolution-causes[ 1 ]-title }|.
      ENDIF.
    ENDLOOP.
  ENDMETHOD.

  METHOD call.
    CLEAR: http, json.
    cl_http_client=>create_by_destination(
      EXPORTING  destination = 'INVOICE_RESOLVER'
      IMPORTING  client      = DATA(client)
      EXCEPTIONS OTHERS      = 1 ).
    IF sy-subrc <> 0.
      RETURN.
    ENDIF.
    client->propertytype_logon_popup = if_http_client=>co_disabled.

    DATA(sent) = client->request.
    sent->set_version( if_http_request=>co_protocol_version_1_1 ). " or it is HTTP/1.0, a connection for each call
    sent->set_method( if_http_request=>co_request_method_post ).
    cl_http_utility=>set_request_uri( request = sent uri = |/resolver.v1.ResolverService/{ method }| ).
    sent->set_content_type( 'application/json; charset=utf-8' ).
    sent->set_header_field( name = 'authorization' value = |Bearer { token }| ).
    TRY. " an id that both logs have
        sent->set_header_field( name  = 'x-request-id'
                                value = CONV #( cl_system_uuid=>create_uuid_c36_static( ) ) ).
      CATCH cx_uuid_error. " then the server makes one
    ENDTRY.
    sent->set_cdata( /ui2/cl_json=>serialize( data        = request
                                              compress    = abap_true
                                              pretty_name = /ui2/cl_json=>pretty_mode-low_case ) ).

    client->send( EXPORTING timeout = seconds EXCEPTIONS OTHERS = 1 ).
    IF sy-subrc = 0.
      client->receive( EXCEPTIONS OTHERS = 1 ).
    ENDIF.
    IF sy-subrc = 0.
      client->response->get_status( IMPORTING code = http ).
      json = client->response->get_cdata( ).
    ENDIF.
    client->close( EXCEPTIONS OTHERS = 1 ).
  ENDMETHOD.

  METHOD read.
    /ui2/cl_json=>deserialize( EXPORTING json        = json
                                         pretty_name = /ui2/cl_json=>pretty_mode-low_case
                               CHANGING  data        = data ).
  ENDMETHOD.

  METHOD write_failure.
    DATA status TYPE ty_status.
    IF json CP '{*'.
      read( EXPORTING json = json CHANGING data = status ).
    ELSE. " Envoy's own words, such as that no server can be reached
      status-message = json.
    ENDIF.
    write_status( about = |HTTP { http }| status = status ).
  ENDMETHOD.

  " HTTP 429 and 503 may be sent again. Envoy has tried that for 503; after 429 wait for retry_delay, and put the lookup
  " back into the queue meanwhile.
  METHOD write_status.
    WRITE / |{ about }: { status-message }|.
    LOOP AT status-details INTO DATA(detail).
      IF detail-reason IS NOT INITIAL.
        WRITE / |    { detail-reason } { detail-metadata-request_id }|.
      ENDIF.
      IF detail-locale IS NOT INITIAL.
        WRITE / |    { detail-message }|.
      ENDIF.
      LOOP AT detail-field_violations INTO DATA(violation).
        WRITE / |    { violation-field }: { violation-reason }|. " mark the field
      ENDLOOP.
      IF detail-retry_delay IS NOT INITIAL.
        WRITE / |    请在 { detail-retry_delay } 后再试|.
      ENDIF.
    ENDLOOP.
  ENDMETHOD.
ENDCLASS.

START-OF-SELECTION.
  DATA(context) = VALUE ty_context(
    lookup_id = `AP-2026-031207`
    inputs    = VALUE #( invoice_type   = `INVOICE_TYPE_DIGITAL_SPECIAL`
                         invoice_number = `26112000000451829937`
                         issue_date     = `20260305`
                         amount         = `11061.95` )
    outcome   = VALUE #( provider = `sta_inv_veri_query` code = `006` message = `发票信息不一致` )
    requester = VALUE #( role = `ROLE_EMPLOYEE` ) ).
  DATA(resolver) = NEW lcl_resolver( p_token ).
  resolver->resolve( context ).
  resolver->batch_resolve( VALUE #( ( context )
                                    ( lookup_id = `AP-2` outcome = VALUE #( message = `查无此票` ) ) ) ).
