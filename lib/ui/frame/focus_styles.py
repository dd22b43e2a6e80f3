"""Where the keyboard is: a ring around whatever has the focus, on paper and on the dark ground alike."""

from __future__ import annotations

from typing import Final

#: A box of the theme's own shows its focus by a line of another colour, a link of the menu not at all.
#: What lies in something that clips has its ring inside; so has what scrolls, which browsers stop at as well.
FOCUS: Final = """
:focus-visible { outline: 3px solid light-dark(#0f4c52, #8bd0d4) !important; outline-offset: 2px !important; box-shadow: none !important; }
:is([data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"], summary, iframe, [data-testid="stTable"] *, .thun-grid, [data-testid="stMarkdownContainer"][tabindex], [data-testid="stSidebarNavItems"] *, [data-testid="stButtonGroup"] button):focus-visible { outline-offset: -3px !important; }
/* The column of the page itself takes the focus from the skip link: its edge is the window's. */
[data-testid="stMain"]:focus-visible { outline-offset: -3px !important; }
/* The frame of a box is the box: the ring goes around it, not around the letters in it. */
:is([data-testid="stTextInputRootElement"], [data-testid="stNumberInputContainer"], [data-testid="stTextAreaRootElement"], .react-aria-ComboBox > div):has(:is(input, textarea):focus-visible) { outline: 3px solid light-dark(#0f4c52, #8bd0d4) !important; outline-offset: 1px !important; }
:is([data-testid="stTextInputRootElement"], [data-testid="stNumberInputContainer"], [data-testid="stTextAreaRootElement"], .react-aria-ComboBox > div) :is(input, textarea):focus-visible { outline: none !important; }
/* A tick and a switch are drawn beside a box that nobody sees. */
label:has(input:is([type="checkbox"], [type="radio"]):focus-visible) { outline: 3px solid light-dark(#0f4c52, #8bd0d4) !important; outline-offset: 2px !important; border-radius: .2rem; }
"""
