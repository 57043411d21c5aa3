"""The FieldSpecs of every operation, written out by `reading.py`: edit the models instead."""
# ruff: noqa: E501 - one field a line, written by a program
# fmt: off

from __future__ import annotations

from collections.abc import Mapping

from pevents_tui.domain.fields import FieldSpec

FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {
    "put-events": (
        FieldSpec(path=('trackingId',), label='Tracking ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='The ID that CreateEventTracker returned. Not an ARN.'),
        FieldSpec(path=('userId',), label='User ID', form='text', required=False, least=1, most=256, pattern=None, sensitive=True, help='The user who acts. Leave it out before login; never put the session here.'),
        FieldSpec(path=('sessionId',), label='Session ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help="The visit. Events before login join the user's history when a later event carries both."),
        FieldSpec(path=('eventList',), label='Events', form='rows', required=True, least=1, most=10, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('eventList', '*', 'eventId'), label='Event ID', form='text', required=False, least=1, most=256, pattern=None, sensitive=False, help='Your name for this event. Drawn for you and kept through every retry, so that a repeat trains nothing twice. Without one, the service makes a new one for each arrival.'),
        FieldSpec(path=('eventList', '*', 'eventType'), label='Event type', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='What happened, such as View, Click, Watch or Purchase. Free text; a solution trains on the types it names.'),
        FieldSpec(path=('eventList', '*', 'eventValue'), label='Event value', form='number', required=False, least=None, most=None, pattern=None, sensitive=False, help='A number that weighs the event, such as minutes watched or a rating.'),
        FieldSpec(path=('eventList', '*', 'itemId'), label='Item ID', form='text', required=False, least=1, most=256, pattern=None, sensitive=True, help='The item acted on, as ITEM_ID in your Items dataset.'),
        FieldSpec(path=('eventList', '*', 'properties'), label='Properties', form='properties', required=False, least=1, most=1024, pattern=None, sensitive=True, help='Further fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS).'),
        FieldSpec(path=('eventList', '*', 'sentAt'), label='Sent at', form='time', required=True, least=None, most=None, pattern=None, sensitive=False, help='When it happened, in whole seconds since 1970 UTC. Blank means now, frozen at send.'),
        FieldSpec(path=('eventList', '*', 'recommendationId'), label='Recommendation ID', form='text', required=False, least=1, most=40, pattern=None, sensitive=False, help='The ID of the recommendation list that was shown, as GetRecommendations returned it.'),
        FieldSpec(path=('eventList', '*', 'impression'), label='Impressions', form='list', required=False, least=1, most=25, pattern=None, sensitive=False, help='The items shown when the event happened. Wins over a recommendation ID.'),
        FieldSpec(path=('eventList', '*', 'impression', '*'), label='Impressions', form='text', required=False, least=1, most=256, pattern=None, sensitive=True, help='The items shown when the event happened. Wins over a recommendation ID.'),
        FieldSpec(path=('eventList', '*', 'metricAttribution'), label='Metric attribution', form='group', required=False, least=None, most=None, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('eventList', '*', 'metricAttribution', 'eventAttributionSource'), label='Attribution', form='text', required=True, least=None, most=1024, pattern='^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$', sensitive=False, help='The source of the event, such as a third party, for metric reports.'),
    ),
    "put-action-interactions": (
        FieldSpec(path=('trackingId',), label='Tracking ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='That of the Action_Interactions dataset (DescribeDataset), not that of an event tracker.'),
        FieldSpec(path=('actionInteractions',), label='Action interactions', form='rows', required=True, least=1, most=10, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('actionInteractions', '*', 'actionId'), label='Action ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=True, help='The action shown or taken, as ACTION_ID in your dataset.'),
        FieldSpec(path=('actionInteractions', '*', 'userId'), label='User ID', form='text', required=False, least=1, most=256, pattern=None, sensitive=True, help='The user who acts.'),
        FieldSpec(path=('actionInteractions', '*', 'sessionId'), label='Session ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='The visit. Required in every action interaction.'),
        FieldSpec(path=('actionInteractions', '*', 'timestamp'), label='Timestamp', form='time', required=True, least=None, most=None, pattern=None, sensitive=False, help='When it happened, in whole seconds since 1970 UTC. Blank means now, frozen at send.'),
        FieldSpec(path=('actionInteractions', '*', 'eventType'), label='Event type', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='Viewed, Taken or Not Taken.'),
        FieldSpec(path=('actionInteractions', '*', 'eventId'), label='Event ID', form='text', required=False, least=1, most=256, pattern=None, sensitive=False, help='Your name for this interaction; kept through every retry.'),
        FieldSpec(path=('actionInteractions', '*', 'recommendationId'), label='Recommendation ID', form='text', required=False, least=1, most=40, pattern=None, sensitive=False, help='The ID of the action list that was shown.'),
        FieldSpec(path=('actionInteractions', '*', 'impression'), label='Impressions', form='list', required=False, least=1, most=25, pattern=None, sensitive=False, help='The actions shown. Personalize does not use these for actions.'),
        FieldSpec(path=('actionInteractions', '*', 'impression', '*'), label='Impressions', form='text', required=False, least=1, most=256, pattern=None, sensitive=True, help='The actions shown. Personalize does not use these for actions.'),
        FieldSpec(path=('actionInteractions', '*', 'properties'), label='Properties', form='properties', required=False, least=1, most=1024, pattern=None, sensitive=True, help='Further fields of your schema as key and value; the key in camelCase.'),
    ),
    "put-items": (
        FieldSpec(path=('datasetArn',), label='Dataset ARN', form='text', required=True, least=None, most=256, pattern='arn:([a-z\\d-]+):personalize:.*:.*:.+', sensitive=False, help='The ARN of your Items dataset.'),
        FieldSpec(path=('items',), label='Items', form='rows', required=True, least=1, most=10, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('items', '*', 'itemId'), label='Item ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='The item, as ITEM_ID in your dataset.'),
        FieldSpec(path=('items', '*', 'properties'), label='Properties', form='properties', required=False, least=1, most=32000, pattern=None, sensitive=True, help='The other fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS).'),
    ),
    "put-users": (
        FieldSpec(path=('datasetArn',), label='Dataset ARN', form='text', required=True, least=None, most=256, pattern='arn:([a-z\\d-]+):personalize:.*:.*:.+', sensitive=False, help='The ARN of your Users dataset.'),
        FieldSpec(path=('users',), label='Users', form='rows', required=True, least=1, most=10, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('users', '*', 'userId'), label='User ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='The user, as USER_ID in your dataset.'),
        FieldSpec(path=('users', '*', 'properties'), label='Properties', form='properties', required=False, least=1, most=24000, pattern=None, sensitive=True, help='The other fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS).'),
    ),
    "put-actions": (
        FieldSpec(path=('datasetArn',), label='Dataset ARN', form='text', required=True, least=None, most=256, pattern='arn:([a-z\\d-]+):personalize:.*:.*:.+', sensitive=False, help='The ARN of your Actions dataset.'),
        FieldSpec(path=('actions',), label='Actions', form='rows', required=True, least=1, most=10, pattern=None, sensitive=False, help=''),
        FieldSpec(path=('actions', '*', 'actionId'), label='Action ID', form='text', required=True, least=1, most=256, pattern=None, sensitive=False, help='The action, as ACTION_ID in your dataset.'),
        FieldSpec(path=('actions', '*', 'properties'), label='Properties', form='properties', required=False, least=1, most=32000, pattern=None, sensitive=True, help='The other fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS).'),
    ),
}
"""By the operation's name in `KINDS`, in the service model's order."""
